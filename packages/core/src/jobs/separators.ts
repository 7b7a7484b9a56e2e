/** Between the fields of a row and behind a row: names of jobs may hold any character that can be typed. */
export const FIELD_SEPARATOR = "\u001f";
export const ROW_SEPARATOR = "\u001e";
/** Between the answers of two programs. */
export const PART_SEPARATOR = "\u001d";

/** Rows of fields, as the formats of `slurmFormats` print them. */
export function rowsOf(text: string, fieldCount: number): readonly (readonly string[])[] {
  return text
    .split(ROW_SEPARATOR)
    .map((row) => row.replace(/^\r?\n/, "").split(FIELD_SEPARATOR))
    .filter((row) => row.length === fieldCount);
}
