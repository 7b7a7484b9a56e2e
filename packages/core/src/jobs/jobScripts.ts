import { FIELD_SEPARATOR, PART_SEPARATOR } from "./separators.ts";
import { ACCOUNTING_FIELDS } from "./FinishedJob.ts";
import { PARTITION_FORMAT } from "./ClusterPartition.ts";
import { QUEUE_FORMAT, RESTART_FORMAT } from "./QueuedJob.ts";

/** The last jobs: one takes about 600 bytes. */
const COMPLETION_LOG_BYTES = 12_000_000;

/**
 * Fixed scripts for the head node. All run as root, as Systems Manager runs them; what touches files or jobs of the
 * user becomes the user first. `$1` is the user's name.
 */

const AS_USER = `ty_user=$1; shift
ty_entry=$(getent passwd "$ty_user") || { echo "there is no user $ty_user" >&2; exit 3; }
ty_home=$(printf %s "$ty_entry" | cut -d: -f6)
as_user() {
  HOME=$ty_home USER=$ty_user LOGNAME=$ty_user setpriv --reuid "$(id -u "$ty_user")" --regid "$(id -g "$ty_user")" --init-groups -- "$@"
}
cd "$ty_home" || exit 3`;

/** Partitions of the cluster. */
export const PARTITIONS_SCRIPT = `sinfo -h -a -o '${PARTITION_FORMAT}'`;

/** All jobs that wait or run, and how often each was started again. */
export const QUEUE_SCRIPT = `squeue -h -a -o '${QUEUE_FORMAT}'
printf '${PART_SEPARATOR}'
squeue -h -a -O '${RESTART_FORMAT}'`;

/** `JOB`: one job or all tasks of an array; nothing when Slurm does not know it (any more). */
export const RECORDS_SCRIPT = `scontrol -o show job "$1" 2>/dev/null || true`;

/**
 * `DAYS`: from the accounting database, else the end of the list of completed jobs behind the time from which on it
 * counts, else exit code 4. `parseHistory` reads it.
 */
export const HISTORY_SCRIPT = `since=$(date -d "-$1 days" +%Y-%m-%dT%H:%M:%S)
config=$(scontrol show config) || exit 5
if printf '%s\\n' "$config" | grep -q '^AccountingStorageType *= *accounting_storage/slurmdbd'; then
  sacct -a -P -n -X -S "$since" --delimiter='${FIELD_SEPARATOR}' --format=${ACCOUNTING_FIELDS}
elif printf '%s\\n' "$config" | grep -q '^JobCompType *= *jobcomp/filetxt'; then
  list=$(printf '%s\\n' "$config" | sed -n 's/^JobCompLoc *= *//p')
  echo "completed since $since"
  [ ! -e "$list" ] || tail -c ${COMPLETION_LOG_BYTES} "$list"
else
  exit 4
fi`;

/** `JOB`: what Slurm says when it refuses is on standard error. */
export const CANCEL_SCRIPT = `scancel -- "$1"`;

/** `USER TOKEN NUMBER PIECE`: a piece of what a job brings with it, as base64. */
export const UPLOAD_SCRIPT = `${AS_USER}
printf %s "$3" | as_user sh -c 'umask 077; mkdir -p "$HOME/.trainyard/$1" && base64 -d >"$HOME/.trainyard/$1/part.$2"' upload "$1" "$2"`;

/**
 * `USER TOKEN KIND NAME PIECE OPTION_COUNT OPTION… ARGUMENT…`: puts the pieces together (the last one comes along) and
 * submits. KIND `archive`: they are a packed directory, in which NAME is the script and the job works; `script`: they
 * are the script itself. Prints the job's id and the directory.
 */
export const SUBMIT_SCRIPT = `${AS_USER}
ty_script=$(cat <<'TY_END'
umask 077
token=$1 kind=$2 name=$3 count=$4; shift 4
parts=$HOME/.trainyard/$token
mkdir -p "$parts" && base64 -d >"$parts/part.99999" || exit 3
if [ "$kind" = archive ]; then
  directory=$HOME/trainyard/$token
  mkdir -p "$directory" && cat "$parts"/part.* | tar -xzf - -C "$directory" || exit 3
  cd "$(dirname "$directory/$name")" || exit 3
  script=./$(basename "$name")
else
  script=$parts/$(basename "$name")
  cat "$parts"/part.* >"$script" || exit 3
fi
at=0
for word; do
  at=$((at + 1))
  [ "$at" -ne 1 ] || set --
  [ "$((at - 1))" -ne "$count" ] || set -- "$@" "$script"
  set -- "$@" "$word"
done
[ "$at" -gt "$count" ] || set -- "$@" "$script"
id=$(sbatch --parsable "$@") || { rm -rf "$parts"; exit 1; }
rm -rf "$parts"
printf '%s\\n%s\\n' "$id" "$PWD"
TY_END
)
ty_token=$1 ty_kind=$2 ty_name=$3 ty_piece=$4; shift 4
printf %s "$ty_piece" | as_user sh -c "$ty_script" submit "$ty_token" "$ty_kind" "$ty_name" "$@"`;

/** Runs its arguments on every node of a job. */
export const EVERY_NODE_SCRIPT = `#!/bin/bash
exec srun --kill-on-bad-exit=1 "$@"
`;

/**
 * `USER JOB PATH OFFSET`: the records of a job, the states of its nodes, the size of its output and what of it comes
 * behind the offset, each as one line of base64.
 */
export const FOLLOW_SCRIPT = `${AS_USER}
line() { base64 -w 0; echo; }
records=$(scontrol -o show job "$1" 2>/dev/null)
printf %s "$records" | line
nodes=$(printf '%s\\n' "$records" | sed -n 's/.* NodeList=\\([^ ]*\\) .*/\\1/p' | head -n 1)
case $nodes in
  '' | '(null)') printf '' | line ;;
  *) sinfo -h -N -n "$nodes" -o '%N %t' 2>/dev/null | sort -u | line ;;
esac
if [ -n "$2" ] && as_user test -f "$2"; then
  as_user stat -c %s -- "$2" | line
  as_user tail -c "+$(($3 + 1))" -- "$2" | head -c 1000000 | line
else
  printf '' | line
  printf '' | line
fi`;
