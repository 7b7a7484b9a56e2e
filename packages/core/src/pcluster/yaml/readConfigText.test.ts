import { describe, expect, test } from "vitest";
import { readConfigText } from "./readConfigText.ts";

function valueOf(text: string): unknown {
  const read = readConfigText(text);
  return read.kind === "refused" ? read.problems.map(({ message }) => message) : read.document.root["key"];
}

const SCALARS = [
  { text: "key: yes", value: true },
  { text: "key: Off", value: false },
  { text: "key: y", value: "y" },
  { text: "key: 0o10", value: "0o10" },
  { text: "key: 010", value: 8 },
  { text: "key: 0x1F", value: 31 },
  { text: "key: 0b11", value: 3 },
  { text: "key: 1_000", value: 1000 },
  { text: "key: 1:30", value: 90 },
  { text: "key: 1e3", value: "1e3" },
  { text: "key: 1.0e+3", value: 1000 },
  { text: "key: .inf", value: Infinity },
  { text: "key: ~", value: null },
  { text: "key:", value: null },
  { text: "key: '5'", value: "5" },
  { text: "key: &a [1, 2]\nother: *a", value: [1, 2] },
];

const REFUSED = [
  { when: "a bracket is open", text: "key: [1, 2" },
  { when: "there are two documents", text: "key: 1\n---\nkey: 2" },
  { when: "the text is a list", text: "- 1" },
  { when: "there is nothing", text: "" },
  { when: "an alias has no anchor", text: "key: *a" },
  { when: "a tag is not known", text: "key: !!python/object:os.system x" },
  { when: "there are control characters", text: "key: a\u0000b" },
  { when: "a key is written twice", text: "key: 1\nkey: 2" },
  { when: "a key merges", text: "base: &b {a: 1}\nkey: {<<: *b}" },
  { when: "a tab indents", text: "key:\n\tother: 1" },
];

describe("readConfigText", () => {
  test.each(SCALARS)("reads $text as YAML 1.1 does", ({ text, value }) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each(REFUSED)("refuses with a place when $when", ({ text }) => {
    const read = readConfigText(text);
    expect(read.kind).toBe("refused");
    if (read.kind !== "refused") return;
    expect(read.problems.length).toBeGreaterThan(0);
    for (const { position, message } of read.problems) {
      expect(position.line).toBeGreaterThan(0);
      expect(message).not.toBe("");
    }
  });

  test("does not unfold a bomb of aliases", () => {
    const levels = Array.from({ length: 30 }, (_, level) =>
      level === 0
        ? "l0: &l0 [x]"
        : `l${level}: &l${level} [${Array(9)
            .fill(`*l${level - 1}`)
            .join(", ")}]`,
    );
    const startMs = performance.now();
    readConfigText(levels.join("\n"));
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  test("keeps keys that name parts of JavaScript objects as plain keys", () => {
    const read = readConfigText("__proto__: {polluted: true}\nconstructor: 1");
    expect(read.kind).toBe("read");
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined();
  });
});
