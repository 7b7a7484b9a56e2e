/**
 * Tries what the driver needs, in namespaces of its own, and prints a word for each thing that works. Arguments: a
 * directory that the caller removes.
 */
export const PROBE_SCRIPT = `
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
cd "$1" || exit 1
echo namespaces
mkdir -p lower upper work merged
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged && echo overlay
mount -t tmpfs -o mode=755 tmpfs lower && mknod lower/null c 1 3 && : >lower/null && echo devices
ip link add bridge0 type bridge && ip link add link0 type veth peer name link1 &&
  ip link set link0 master bridge0 && echo network
exit 0
`;
