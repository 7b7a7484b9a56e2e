/**
 * Becomes a host: runs in new network, UTS, IPC and mount namespaces, wires the host to its subnet, builds its root
 * and gives the process to the host's first process. The working directory is that of the hosts.
 */
export const LAUNCH_SCRIPT = `
set -eu
id=$1 vpc=$2 layer=$3 user=$4 gpus=$5 length=$6 gateway=$7 bridge=$8 isolated=$9
shift 9
link=$1 address=$2 host_name=$3 sshd=$4
exec </dev/null

nsenter --net="ns/net/$vpc" ip -batch - <<END
link add $link mtu 9001 type veth peer name eth0 mtu 9001 netns $$
link set $link master $bridge
link set dev $link type bridge_slave isolated $isolated
link set $link up
END
if [ -e /proc/sys/net/ipv6/conf/all/disable_ipv6 ]; then echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6; fi
ip -batch - <<END
link set lo up
addr add $address/$length dev eth0
link set eth0 up
route add default via $gateway
END
hostname "$host_name"

mount -t tmpfs -o mode=755,size=256m tmpfs ns/root
gpu_devices=()
if [ "$gpus" != 0 ]; then gpu_devices=("ns/gpus-$gpus/."); fi
cp -a ns/skeleton/. "\${gpu_devices[@]}" ns/root
mount --no-mtab --all --fstab "$id/fstab"
echo "$host_name" >ns/root/etc/hostname

mapfile -d '' -t environment <"$id/environment"
mapfile -d '' -t boot <"$id/boot"
launcher=$$
cd ns/root
pivot_root . mnt
unset LC_ALL OLDPWD SHLVL
export "\${environment[@]}"
exec unshare --mount --pid --fork --kill-child --mount-proc sh /run/trainyard/init "$id" "$launcher" "$user" "$sshd" "\${boot[@]}"
`;
