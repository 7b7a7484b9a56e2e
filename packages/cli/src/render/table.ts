/** Rows as columns that line up, two spaces apart, without spaces at the end. */
export function table(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries())
      widths[index] = Math.max(widths[index] ?? 0, visibleLength(cell));
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, index) => pad(cell, widths[index] ?? 0))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - visibleLength(cell)));
}

/** Length without colour codes. */
export function visibleLength(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escape that begins a colour code
  return text.replace(/\u001b\[[0-9;]*m/g, "").length;
}
