/**
 * The first process of a host: makes the user's home, starts sshd when asked and the boot program, and then takes in
 * the processes whose parents have gone. On SIGTERM it lets them end, for two seconds, and ends the host.
 */
export const INIT_SCRIPT = `
set -u
id=$1 launcher=$2 user=$3 sshd=$4
shift 4
shut_down() {
  kill -TERM -1 2>/dev/null
  tries=40
  while [ $tries -gt 0 ]; do
    set -- /proc/[0-9]*
    [ $# -le 1 ] && exit 0
    sleep 0.05
    tries=$((tries - 1))
  done
  exit 0
}
trap shut_down TERM
umount -l /mnt

make_home() {
  home=/home/$user
  if mkdir "$home" 2>/dev/null; then
    cp -r /etc/skel/. "$home"
    chmod 750 "$home"
    chown -R "$user:$user" "$home"
  elif [ "$(stat -c %U "$home")" != "$user" ]; then
    # A sandbox that was loaded from a file has files without owners.
    chown -R "$user:$user" "$home"
  fi
  [ -n "\${TRAINYARD_PUBLIC_KEY:-}" ] || return 0
  keys=$home/.ssh/authorized_keys
  if [ -e "$keys" ] && grep -qxF "$TRAINYARD_PUBLIC_KEY" "$keys"; then return 0; fi
  mkdir -p "$home/.ssh"
  printf '%s\\n' "$TRAINYARD_PUBLIC_KEY" >>"$keys"
  chmod 700 "$home/.ssh"
  chmod 600 "$keys"
  chown -R "$user:$user" "$home/.ssh"
}

start_sshd() {
  key=/var/lib/trainyard/ssh_host_ed25519_key
  mkdir -p /var/lib/trainyard /run/sshd
  [ -e "$key" ] || ssh-keygen -q -t ed25519 -N '' -f "$key"
  /usr/sbin/sshd -f /etc/ssh/trainyard.conf
}

# Hosts that share /home start at once: one after the other.
if [ "$user" != root ]; then { flock 8; make_home; } 8</home; fi
unset TRAINYARD_PUBLIC_KEY
if [ "$sshd" = yes ]; then start_sshd; fi
echo "running $id $launcher" >&3
exec 3>&-
if [ $# -gt 0 ]; then "$@" & fi
while :; do
  sleep 2147483647 &
  wait $!
done
`;
