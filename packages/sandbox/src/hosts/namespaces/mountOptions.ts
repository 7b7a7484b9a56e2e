/** Options that a mount has from where it was bound; root of a user namespace may not take them away. */
const KEPT_OPTIONS = ["nosuid", "nodev", "noexec"];

/**
 * Options to repeat when a bind of `path` is made read-only.
 * @param mountinfo - text of `/proc/self/mountinfo`.
 * @param path - without symbolic links.
 */
export function keptOptions(mountinfo: string, path: string): string[] {
  const mounts = mountinfo.split("\n").map((line) => line.split(" "));
  const around = mounts
    .map((fields) => ({ point: unescapeField(fields[4] ?? ""), options: (fields[5] ?? "").split(",") }))
    .filter(({ point }) => point === "/" || path === point || path.startsWith(`${point}/`));
  // Of several mounts on one place the last one is seen.
  const innermost = around.reduce((best, mount) => (mount.point.length >= best.point.length ? mount : best), {
    point: "",
    options: [""],
  });
  return KEPT_OPTIONS.filter((option) => innermost.options.includes(option));
}

function unescapeField(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(parseInt(digits, 8)));
}
