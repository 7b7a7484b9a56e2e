/**
 * Installs packages as `buildScript` does, as root of a user namespace. The machine's files belong to nobody there, and
 * an overlay cannot copy what belongs to nobody: so `/etc` is a copy of what this user may read, directories and files that the
 * packages touch in `/usr` are copied before, and the package manager works on a copy of its records. Arguments and
 * progress are those of `buildScript`; `etc` is whole afterwards.
 */
export const LIMITED_BUILD_SCRIPT = `
set -eu
umask 022
work=$1
shift
export DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset TMPDIR TMP TEMP
rm -rf "$work"
mkdir -p "$work/upper" "$work/work"
cd "$work"
mkdir -p root/etc root/usr root/proc root/sys root/dev root/run/lock root/tmp root/root root/home root/srv root/opt
mkdir -p root/var/lib/misc root/var/cache/apt/archives/partial root/var/log root/var/spool root/var/mail root/var/backups
chmod 1777 root/tmp
for name in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$name" ]; then ln -s "usr/$name" "root/$name"; fi
done
ln -s /run root/var/run

# What this user may not read stays away: passwords and keys, which hosts are not to have.
copy() {
  if [ -e "/$1" ]; then cp -dR --preserve=mode,timestamps "/$1" "root/\${1%/*}" 2>/dev/null || true; fi
}
(cd /etc && tar --ignore-failed-read --warning=none -cf - .) 2>/dev/null | tar -C root/etc --no-same-owner -xf - 2>/dev/null || true
rm -f root/etc/resolv.conf root/etc/ssh/ssh_host_*
if [ -e /etc/resolv.conf ]; then cat /etc/resolv.conf >root/etc/resolv.conf; fi
awk -F: '{ print $1 ":*:19000:0:99999:7:::" }' /etc/passwd >root/etc/shadow
awk -F: '{ print $1 ":*::" }' /etc/group >root/etc/gshadow
for name in dpkg apt pam ucf systemd; do copy "var/lib/$name"; done
copy var/cache/debconf
mkdir -p root/var/lib/apt/lists/partial root/var/lib/dpkg/updates root/var/cache/debconf

mount --rbind /usr root/usr
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount --rbind /sys root/sys
get() {
  chroot root apt-get "$@" -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -o Acquire::http::Timeout=20 \\
    -o APT::Sandbox::User=root -o Dpkg::Options::=--force-unsafe-io
}
get update || true
# The machine's own copy of one of them belongs to nobody here: sudo would not take that.
get install --reinstall --yes --no-install-recommends --download-only "$@"
umount -l root/usr

# Paths as they are below a merged /usr.
below_usr() { sed -n -E 's#^\\./#/#; s#^/((bin|sbin|lib[0-9a-z]*)/.*)#/usr/\\1#; s#^/(usr/.+)#\\1#p'; }
for package in root/var/cache/apt/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -t | below_usr | grep '/$' || true
  if name=$(dpkg-deb -f "$package" Package) && dpkg-query -L "$name" >"$work/installed" 2>/dev/null; then
    below_usr <"$work/installed" | (cd / && tar --no-recursion --ignore-failed-read -cf - -T -) 2>/dev/null |
      tar -C upper --no-same-owner -xf - 2>/dev/null || true
  fi
done | sort -u | (cd upper && xargs -r -d '\\n' mkdir -p)
mkdir -p upper/usr/sbin
printf '#!/bin/sh\\nexit 101\\n' >upper/usr/sbin/policy-rc.d
chmod 755 upper/usr/sbin/policy-rc.d
mount -t overlay overlay -o userxattr,lowerdir=/usr,upperdir=upper/usr,workdir=work root/usr
get install --reinstall --yes --no-install-recommends "$@"

umount -l root/usr root/proc root/dev root/sys
mkdir result
mv upper/usr root/etc result/
rm -f result/usr/sbin/policy-rc.d result/etc/resolv.conf result/etc/ssh/ssh_host_* result/usr/lib/*/slurm-wlm/mpi_pmix*.so
`;
