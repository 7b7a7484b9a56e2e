/**
 * Programs below `/opt/parallelcluster/scripts/slurm` by name. All hosts of a cluster have `/opt/parallelcluster` in
 * common; `slurm`, `requests`, `state`, `shared` and `log` lie there.
 */
export function clusterScripts(): ReadonlyMap<string, string> {
  return new Map([
    ["environment", ENVIRONMENT],
    ["slurm_resume", powerProgram("resume")],
    ["slurm_suspend", powerProgram("suspend")],
    ["wait_for_nodes", WAIT_FOR_NODES],
    ["keep_running", KEEP_RUNNING],
    ["prepare_host", PREPARE_HOST],
    ["start_head_node", START_HEAD_NODE],
    ["start_accounting", START_ACCOUNTING],
    ["stop_slurmctld", STOP_SLURMCTLD],
    ["restart_slurmctld", RESTART_SLURMCTLD],
    ["start_compute_node", START_COMPUTE_NODE],
    ["restart_slurmd", RESTART_SLURMD],
  ]);
}

const ENVIRONMENT = `export PATH=/opt/slurm/bin:/opt/slurm/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export SLURM_CONF=/opt/slurm/etc/slurm.conf
base=/opt/parallelcluster
`;

const BEGIN = `#!/bin/sh
. /opt/parallelcluster/scripts/slurm/environment
`;

/** Leaves the request in a directory that the node daemon watches and answers at once: launching takes its time. */
function powerProgram(kind: "resume" | "suspend"): string {
  return `${BEGIN}name="$(date +%s%N)-$$"
{
  echo ${kind}
  echo "$1"
  [ -r "\${SLURM_RESUME_FILE:-}" ] && cat "$SLURM_RESUME_FILE"
} >"$base/requests/.$name"
mv "$base/requests/.$name" "$base/requests/$name"
`;
}

/**
 * PrologSlurmctld: ends when no node of the job is on its way up or down. slurmctld starts the job at that moment, and
 * not at its next sweep of 30 seconds. A job that has gone back into the queue meanwhile is not waited for: it could not
 * start elsewhere before.
 */
const WAIT_FOR_NODES = `${BEGIN}looks=0
while :; do
  case "$(sinfo -h -N -n "$SLURM_JOB_NODELIST" -o %t | tr '\\n' ' ')" in
    *'#'*|*'%'*|*'~'*) sleep 0.15 ;;
    *) exit 0 ;;
  esac
  looks=$((looks + 1))
  if [ $((looks % 20)) = 0 ]; then
    squeue -h -o '%A %t %N' | grep -qxF "$SLURM_JOB_ID CF $SLURM_JOB_NODELIST" || exit 0
  fi
done
`;

/** Starts a daemon again when it ends with an error, as its unit does. */
const KEEP_RUNNING = `${BEGIN}while :; do
  "$@"
  [ $? = 0 ] && exit 0
  sleep 0.5
done
`;

/**
 * What both kinds of nodes have: the place of Slurm, directories, the key. One program, because many nodes start at
 * once and each program that is started costs milliseconds. Arguments: instance id, then logs that a daemon writes.
 */
const PREPARE_HOST = `#!/usr/bin/perl
use strict;
use warnings;

my $base = "/opt/parallelcluster";
my ($id, @daemons) = @ARGV;
my $logs = "$base/log/$id";
my ($uid, $gid) = (getpwnam "munge")[2, 3];

# With its parents; without the module for it, which takes longer to load than all this takes.
sub make {
  my ($directory) = @_;
  return if -d $directory;
  make($1) if $directory =~ m{^(.+)/[^/]+$};
  mkdir $directory or -d $directory or die "$directory: $!";
}

sub point {
  my ($link, $target) = @_;
  return if (readlink($link) // "") eq $target;
  system "rm", "-rf", $link if -e $link || -l $link;
  symlink $target, $link or die "$link: $!";
}

make($_) for "/var/spool", "/run/sshd", $logs;
for (["/run/munge", 0755], ["/var/lib/munge", 0711], ["/var/log/munge", 0700], ["/etc/munge", 0700]) {
  my ($directory, $mode) = @$_;
  make($directory);
  chown $uid, $gid, $directory or die "$directory: $!";
  chmod $mode, $directory or die "$directory: $!";
}
point("/opt/slurm", "$base/slurm");
point("/etc/slurm", "/opt/slurm/etc");

open my $shared, "<", "$base/shared/munge.key" or die "munge.key: $!";
my $bytes = do { local $/; <$shared> };
unlink "/etc/munge/munge.key";
umask 0377;
open my $key, ">", "/etc/munge/munge.key" or die "/etc/munge/munge.key: $!";
print $key $bytes;
close $key or die "/etc/munge/munge.key: $!";
chown $uid, $gid, "/etc/munge/munge.key";
umask 0022;

for (@daemons) {
  make("/var/spool/$_") if $_ eq "slurmd";
  open my $log, ">>", "$logs/$_.log" or die "$logs/$_.log: $!";
  point("/var/log/$_.log", "$logs/$_.log");
}
`;

const START_MUNGED = `
if ! { [ -s /run/munge/munged.pid ] && kill -0 "$(cat /run/munge/munged.pid)" 2>/dev/null; }; then
  setpriv --reuid munge --regid munge --init-groups munged --force
fi
`;

/** Arguments: instance id, then the mounted storages; everyone may write there, as on a head node of AWS. */
const START_HEAD_NODE = `${BEGIN}set -e
logs="$base/log/$1"
"$base/scripts/slurm/prepare_host" "$1" slurmctld
${START_MUNGED}
shift
for storage in "$@"; do chmod 1777 "$storage"; done
mkdir -p "$base/state" "$base/requests"
chown slurm:slurm "$base/state" "$base/requests"
chmod 700 "$base/state" "$base/requests"
ln -sfn "$base/state" /var/spool/slurm.state
chown slurm:slurm "$logs/slurmctld.log"
completions="$(sed -n 's/^JobCompLoc=//p' /opt/slurm/etc/slurm.conf | tail -n 1)"
case "$completions" in
  /*)
    mkdir -p "$(dirname "$completions")"
    touch "$completions"
    chown slurm:slurm "$(dirname "$completions")" "$completions"
    ;;
esac
if [ -e /opt/slurm/etc/slurm_parallelcluster_slurmdbd.conf ]; then
  "$base/scripts/slurm/start_accounting" "$logs"
fi
exec "$base/scripts/slurm/restart_slurmctld"
`;

/** MariaDB and slurmdbd; ends when slurmdbd answers. slurmctld does not start without it the first time. */
const START_ACCOUNTING = `${BEGIN}set -e
logs="$1"
database=/var/lib/slurmdb
mkdir -p /run/mysqld "$database"
chown slurm:slurm /run/mysqld "$database"
touch "$logs/slurmdbd.log"
chown slurm:slurm "$logs/slurmdbd.log"
ln -sfn "$logs/slurmdbd.log" /var/log/slurmdbd.log
if [ ! -d "$database/mysql" ]; then
  mariadb-install-db --no-defaults --user=slurm --datadir="$database" \\
    --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve >/dev/null
fi
if [ ! -S /run/mysqld/mysqld.sock ]; then
  setsid -f "$base/scripts/slurm/keep_running" mariadbd --no-defaults --user=slurm --datadir="$database" \\
    --skip-networking --socket=/run/mysqld/mysqld.sock --innodb-buffer-pool-size=16M --innodb-log-file-size=8M \\
    --innodb-lock-wait-timeout=900 --performance-schema=OFF --skip-log-bin --max-connections=16 \\
    --init-file=/opt/slurm/etc/accounting.sql </dev/null >/dev/null 2>&1
fi
tries=300
while [ ! -S /run/mysqld/mysqld.sock ] && [ $tries -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
install -o slurm -g slurm -m 600 /opt/slurm/etc/slurm_parallelcluster_slurmdbd.conf /run/slurmdbd.conf
ln -sfn /run/slurmdbd.conf /opt/slurm/etc/slurmdbd.conf
setsid -f "$base/scripts/slurm/keep_running" slurmdbd -D </dev/null >/dev/null 2>&1
tries=300
while [ $tries -gt 0 ]; do
  if sacctmgr -n show cluster >/dev/null 2>&1; then exit 0; fi
  sleep 0.1
  tries=$((tries - 1))
done
echo 'slurmdbd does not answer:' >&2
tail -n 5 /var/log/slurmdbd.log >&2
exit 1
`;

/** slurmctld saves its jobs and nodes when it is asked to end. */
const STOP_SLURMCTLD = `${BEGIN}running() { [ -s /run/slurmctld.pid ] && kill -0 "$(cat /run/slurmctld.pid)" 2>/dev/null; }
if running; then
  kill "$(cat /run/slurmctld.pid)"
  tries=600
  while running && [ $tries -gt 0 ]; do sleep 0.05; tries=$((tries - 1)); done
fi
`;

/** Ends with 1 and the end of slurmctld's log when it does not answer within 30 seconds. */
const RESTART_SLURMCTLD = `${BEGIN}"$base/scripts/slurm/stop_slurmctld"
setsid -f "$base/scripts/slurm/keep_running" slurmctld -D </dev/null >/dev/null 2>&1
tries=300
while [ $tries -gt 0 ]; do
  case "$(scontrol ping 2>/dev/null)" in *" UP"*|*"is UP"*) exit 0 ;; esac
  sleep 0.1
  tries=$((tries - 1))
done
echo 'slurmctld does not answer:' >&2
tail -n 5 /var/log/slurmctld.log >&2
exit 1
`;

/** Arguments: instance id, node name. */
const START_COMPUTE_NODE = `${BEGIN}set -e
"$base/scripts/slurm/prepare_host" "$1" slurmd
${START_MUNGED}
# Root of a user namespace may not write there; the program is slower by a start.
{ echo "$2" >/proc/sys/kernel/hostname; } 2>/dev/null || hostname "$2"
exec slurmd -b -N "$2"
`;

/** Argument: node name. Only for nodes that have not joined, which have no jobs. */
const RESTART_SLURMD = `${BEGIN}running() { [ -s /run/slurmd.pid ] && kill -0 "$(cat /run/slurmd.pid)" 2>/dev/null; }
if running; then
  kill "$(cat /run/slurmd.pid)"
  tries=100
  while running && [ $tries -gt 0 ]; do sleep 0.05; tries=$((tries - 1)); done
fi
exec slurmd -b -N "$1"
`;
