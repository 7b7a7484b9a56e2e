/** Becomes a command of a user: `USER PROGRAM ARGUMENT…`, in the user's home directory. */
export const COMMAND_SCRIPT = `
user=$1
shift
account=
while IFS=: read -r name _ uid gid _ home shell; do
  if [ "$name" = "$user" ]; then account=$name; break; fi
done </etc/passwd
if [ -z "$account" ]; then echo "there is no user $user on this host" >&2; exit 126; fi
export HOME="$home" USER="$user" LOGNAME="$user" SHELL="$shell"
cd "$home" 2>/dev/null || cd /
if [ "$#" = 0 ]; then set -- "$shell" -l; fi
if [ "$user" = root ]; then exec "$@"; fi
exec setpriv --reuid "$uid" --regid "$gid" --init-groups -- "$@"
`;
