/**
 * Runs a program on a terminal of its own, in Perl because every Debian and Ubuntu has it: what comes on standard
 * input is typed, what the terminal shows goes to standard output, and lines `COLUMNS ROWS` on descriptor 3 resize it. The
 * end of standard input is typed as Ctrl-D; the end of descriptor 3 hangs up.
 * Arguments: columns, rows, program and its arguments.
 */
export const TERMINAL_SCRIPT = `
use strict;
use POSIX ();
use Fcntl;
my ($TIOCSPTLCK, $TIOCGPTN, $TIOCSCTTY, $TIOCSWINSZ) = (0x40045431, 0x80045430, 0x540E, 0x5414);
my ($columns, $rows, @program) = @ARGV;
sysopen(my $terminal, "/dev/ptmx", O_RDWR | O_NOCTTY) or die "no terminal: $!\\n";
my $unlocked = pack("i", 0);
ioctl($terminal, $TIOCSPTLCK, $unlocked) or die "no terminal: $!\\n";
my $number = pack("I", 0);
ioctl($terminal, $TIOCGPTN, $number) or die "no terminal: $!\\n";
my $path = "/dev/pts/" . unpack("I", $number);
sub resize { my $size = pack("S4", $_[1], $_[0], 0, 0); ioctl($terminal, $TIOCSWINSZ, $size); }
resize($columns, $rows);
my $child = fork() // die "no process: $!\\n";
if ($child == 0) {
  POSIX::setsid();
  open(my $tty, "+<", $path) or die "no terminal: $!\\n";
  ioctl($tty, $TIOCSCTTY, 0);
  POSIX::dup2(fileno($tty), $_) for 0 .. 2;
  POSIX::close($_) for 3 .. 20;
  exec { $program[0] } @program or POSIX::_exit(127);
}
open(my $sizes, "<&=", 3) or die "no sizes: $!\\n";
my ($typed, $pending) = ("", "");
my $keyboard = 1;
while (1) {
  my ($in, $out) = ("", "");
  vec($in, fileno($terminal), 1) = 1;
  vec($in, 0, 1) = 1 if $keyboard && length($typed) < 65536;
  vec($in, 3, 1) = 1;
  vec($out, fileno($terminal), 1) = 1 if length $typed;
  next if select($in, $out, undef, undef) < 0;
  if (vec($out, fileno($terminal), 1)) {
    my $count = syswrite($terminal, $typed, 1024);
    substr($typed, 0, $count, "") if $count;
  }
  if (vec($in, 0, 1)) {
    my $count = sysread(STDIN, $typed, 65536, length $typed);
    if (!$count) { $keyboard = 0; $typed .= "\\x04"; }
  }
  if (vec($in, 3, 1)) {
    last unless sysread($sizes, $pending, 4096, length $pending);
    while ($pending =~ s/^(\\d+) (\\d+)\\n//) { resize($1, $2); }
  }
  if (vec($in, fileno($terminal), 1)) {
    last unless sysread($terminal, my $shown, 65536);
    my $at = 0;
    while ($at < length $shown) {
      my $count = syswrite(STDOUT, $shown, length($shown) - $at, $at) // last;
      $at += $count;
    }
  }
}
close($terminal);
for my $try (0 .. 40) {
  last if waitpid($child, POSIX::WNOHANG()) == $child;
  kill($try < 40 ? "HUP" : "KILL", -$child, $child) if $try % 20 == 0;
  select(undef, undef, undef, 0.05);
  waitpid($child, 0) if $try == 40;
}
exit(($? & 127) ? 128 + ($? & 127) : $? >> 8);
`;
