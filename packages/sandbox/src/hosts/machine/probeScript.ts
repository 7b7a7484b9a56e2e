/**
 * Tries what the driver needs, in namespaces of its own, and prints a word for each thing that works. Arguments: an
 * empty directory, what devices are (`made` or `bound`), options of overlays with a comma at the end.
 */
export const PROBE_SCRIPT = `
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
cd "$1" || exit 1
echo namespaces
mkdir lower upper work merged place
mount -t overlay overlay -o "$3lowerdir=lower:/usr,upperdir=upper,workdir=work" merged &&
  : >merged/file && umount merged && echo overlay
mount -t tmpfs -o mode=755 tmpfs place
if [ "$2" = made ]; then mknod place/null c 1 3; else : >place/null && mount --bind /dev/null place/null; fi &&
  : >place/null && echo devices
mkdir place/sys place/pts
mount -t sysfs -o ro sysfs place/sys && mount -t devpts -o newinstance,gid=5 devpts place/pts && echo file-systems
ip link add bridge0 type bridge && ip link add link0 type veth peer name link1 &&
  ip link set link0 master bridge0 && hostname probe && echo network
umount -R place
rm -rf lower upper work merged place
exit 0
`;
