const COMPLAINT = /^(E: |Err:|dpkg: error|mount: |umount: |[\w-]+: (cannot|failed))/;
const MOST_LINES = 4;

/** What a package manager complains of in its output, on one line; its last words when it does not. */
export function complaintsIn(output: string): string {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const complaints = lines.filter((line) => COMPLAINT.test(line)).slice(-MOST_LINES);
  return (complaints.length > 0 ? complaints : lines.slice(-1)).join("; ") || "it said nothing";
}
