/**
 * Installs packages into an overlay of this machine's files, in a mount and PID namespace of its own: the machine
 * itself does not change. The caller holds the lock. Progress goes to descriptor 3 as APT writes it.
 * Arguments: the directory to fill, then the packages. It has `usr` and `etc` afterwards.
 */
export const BUILD_SCRIPT = `
set -eu
umask 022
work=$1
shift
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset TMPDIR TMP TEMP
rm -rf "$work"
mkdir -p "$work/upper" "$work/work" "$work/root"
cd "$work"
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount --rbind /sys root/sys
if [ -e /etc/resolv.conf ]; then
  rm -f root/etc/resolv.conf
  cat /etc/resolv.conf >root/etc/resolv.conf
fi
printf '#!/bin/sh\\nexit 101\\n' >root/usr/sbin/policy-rc.d
chmod 755 root/usr/sbin/policy-rc.d

install() {
  chroot root apt-get install --yes --no-install-recommends -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 \\
    -o Acquire::Retries=3 -o Acquire::http::Timeout=20 -o APT::Sandbox::User=root "$@"
}
chroot root apt-get update -o APT::Status-Fd=3 -o Acquire::Retries=3 -o Acquire::http::Timeout=20 -o APT::Sandbox::User=root || true
install "$@"

rm -f root/usr/sbin/policy-rc.d
umount -l root/proc root/dev root/sys root
mkdir result
mv upper/etc upper/usr result/
rm -f result/etc/resolv.conf result/etc/ssh/ssh_host_* result/usr/lib/*/slurm-wlm/mpi_pmix*.so
`;
