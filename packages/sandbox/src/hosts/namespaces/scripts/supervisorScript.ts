/**
 * The first process of the hosts' PID namespace. It takes commands by lines on its standard input and says on its
 * standard output what becomes of hosts: `running ID PID`, `ended ID`. When the sandbox goes away its input ends, it
 * exits, and the kernel ends every process below it; links and mounts go with their namespaces.
 * Arguments: the directory of the hosts, whether devices are `made` or `bound`, options of overlays with a comma at the
 * end, the script that starts a host, and names and texts of the scripts that hosts have in `/run/trainyard`.
 */
export const SUPERVISOR_SCRIPT = `
set -eu
umask 022
cd "$1"
devices=$2 overlay_options=$3 launch=$4
shift 4
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
exec 3>&1 1>&2 4<&0 </dev/null

mount -t tmpfs -o mode=755,size=64m tmpfs ns
mkdir ns/net ns/root ns/skeleton ns/host-usr
mount --bind /usr ns/host-usr

# path, major and minor number; where devices are bound, a place for one
make_device() {
  if [ "$devices" = bound ]; then : >"$1"; return; fi
  if mknod -m 666 "$1" c "$2" "$3" 2>/dev/null; then return; fi
  echo "no devices can be made here" >&2
  exit 1
}

make_skeleton() {
  mkdir -p ns/skeleton/{usr,etc,var,home,root,opt,srv,proc,sys,mnt,tmp,run/lock,run/trainyard,dev/pts,dev/shm}
  chmod 1777 ns/skeleton/tmp
  chmod 700 ns/skeleton/root
  local name
  for name in bin sbin lib lib32 lib64 libx32; do
    if [ -L "/$name" ]; then ln -s "usr/$name" "ns/skeleton/$name"; fi
  done
  make_device ns/skeleton/dev/null 1 3
  make_device ns/skeleton/dev/zero 1 5
  make_device ns/skeleton/dev/full 1 7
  make_device ns/skeleton/dev/random 1 8
  make_device ns/skeleton/dev/urandom 1 9
  make_device ns/skeleton/dev/tty 5 0
  ln -s pts/ptmx ns/skeleton/dev/ptmx
  ln -s /proc/self/fd ns/skeleton/dev/fd
  ln -s fd/0 ns/skeleton/dev/stdin
  ln -s fd/1 ns/skeleton/dev/stdout
  ln -s fd/2 ns/skeleton/dev/stderr
}

make_gpus() {
  local count=$1 index
  mkdir -p "ns/gpus-$count/dev"
  for ((index = 0; index < count; index++)); do
    make_device "ns/gpus-$count/dev/nvidia$index" 195 "$index"
  done
}

# name, directory of the layer: what hosts have as /usr
make_layer() {
  mkdir "ns/layer-$1" "ns/usr-$1"
  mount --bind "$2" "ns/layer-$1"
  mount -t overlay overlay -o "ro,\${overlay_options}lowerdir=ns/layer-$1/usr:ns/host-usr" "ns/usr-$1"
  if [ "$1" = slurm ]; then mount --bind "ns/usr-$1" /usr; fi
}

# layer, user: what hosts have over the machine's /etc; no account, password or key of the machine is in it
make_accounts() {
  local etc="ns/etc-$1-$2" lower="ns/layer-$1/etc" file
  mkdir -p "$etc/ssh"
  awk -F: '$3 < 1000 || $3 >= 60000' "$lower/passwd" >"$etc/passwd"
  awk -F: '$3 < 1000 || $3 >= 60000' "$lower/group" >"$etc/group"
  if [ "$2" != root ]; then
    sed -i "/^$2:/d" "$etc/passwd" "$etc/group"
    echo "$2:x:1000:1000::/home/$2:/bin/bash" >>"$etc/passwd"
    echo "$2:x:1000:" >>"$etc/group"
    mkdir -p "$etc/sudoers.d"
    echo "$2 ALL=(ALL) NOPASSWD:ALL" >"$etc/sudoers.d/90-cloud-init-users"
    chmod 440 "$etc/sudoers.d/90-cloud-init-users"
  fi
  awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' "$etc/passwd" >"$etc/shadow"
  awk -F: '{ print $1 ":*::" }' "$etc/group" >"$etc/gshadow"
  chmod 640 "$etc/shadow" "$etc/gshadow"
  printf 'passwd: files\\ngroup: files\\nshadow: files\\nhosts: files dns\\nservices: files\\nprotocols: files\\n' >"$etc/nsswitch.conf"
  printf 'options timeout:1 attempts:1\\n' >"$etc/resolv.conf"
  ln -s /run/trainyard/names/hosts "$etc/hosts"
  : >"$etc/fstab"
  for file in /etc/ssh/ssh_host_*; do
    if [ -e "$file" ]; then mknod "$etc/ssh/\${file##*/}" c 0 0; fi
  done
}

# how many processes the kernel has ended so far for want of memory
oom_kills() {
  local name count
  while read -r name count; do
    if [ "$name" = oom_kill ]; then echo "$count"; return; fi
  done </proc/vmstat
  echo 0
}
first_oom_kills=$(oom_kills)

# id first: becomes the host, and tells when it has ended; what ended it is the console's last line
keep() {
  local pid status=0 count
  unshare --net --uts --ipc --mount --propagation private \\
    bash --norc -c "$launch" launch "$@" >>"$1/console.log" 2>&1 4<&- &
  pid=$!
  echo "$pid" >"ns/pid-$1"
  wait "$pid" || status=$?
  if [ "$status" -gt 128 ]; then
    count=$(($(oom_kills) - first_oom_kills))
    echo "the host was ended by signal $((status - 128)) of the machine; for want of memory the kernel has ended $count processes" >>"$1/console.log"
  fi
  rm -f "ns/pid-$1"
  echo "ended $1" >&3
}

# id, signal: to the host's first process, or to what will become it
signal_host() {
  local pid child=
  read -r pid 2>/dev/null <"ns/pid-$1" || return 0
  read -r child _ 2>/dev/null <"/proc/$pid/task/$pid/children" || true
  if [ "$3" = launching ]; then child=; fi
  kill "-$2" "\${child:-$pid}" 2>/dev/null || true
}

run_host() {
  local layer=$3 user=$4 gpus=$5
  if [ ! -d "ns/etc-$layer-$user" ]; then make_accounts "$layer" "$user"; fi
  if [ "$gpus" != 0 ] && [ ! -d "ns/gpus-$gpus" ]; then make_gpus "$gpus"; fi
  keep "$@" &
}

make_skeleton
while [ "$#" -gt 0 ]; do
  printf '%s' "$2" >"ns/skeleton/run/trainyard/$1"
  shift 2
done
echo ready >&3
while read -r -u 4 command arguments; do
  case $command in
    layer) make_layer "\${arguments%% *}" "\${arguments#* }" && echo "layer \${arguments%% *}" >&3 ;;
    # tokens of letters, digits, dots and dashes
    run) run_host $arguments ;;
    signal) signal_host $arguments ;;
  esac
done
exit 0
`;
