/** Names of a list as Slurm writes it: `gpu-st-ml-[1-3,7],head` stands for five names. Numbers keep their leading zeros. */
export function expandHostlist(list: string): readonly string[] {
  return splitOutsideBrackets(list.trim()).flatMap(expandEntry);
}

function splitOutsideBrackets(list: string): readonly string[] {
  return list.match(/(?:[^,[\]]|\[[^\]]*\])+/g) ?? [];
}

function expandEntry(entry: string): readonly string[] {
  const [, prefix = "", ranges, rest = ""] = /^([^[]*)\[([^\]]*)\](.*)$/.exec(entry) ?? [];
  if (ranges === undefined) return [entry];
  const numbers = ranges.split(",").flatMap(expandRange);
  return expandEntry(rest).flatMap((end) => numbers.map((number) => `${prefix}${number}${end}`));
}

function expandRange(range: string): readonly string[] {
  const [first = "", last = first] = range.split("-");
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    String(Number(first) + index).padStart(first.length, "0"),
  );
}
