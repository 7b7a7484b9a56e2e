import { expect, test } from "vitest";
import { parseProgress } from "./LayerProgress.ts";

test.each([
  {
    line: "pmstatus:munge:42.8571:Unpacking munge (amd64)",
    progress: { step: "install", percent: 42.8571, message: "Unpacking munge (amd64)" },
  },
  {
    line: "pmstatus:libc6:amd64:10:Preparing: libc6",
    progress: { step: "install", percent: 10, message: "Preparing: libc6" },
  },
  {
    line: "dlstatus:3:75.5:Retrieving file 3 of 4 (2s remaining)",
    progress: { step: "fetch", percent: 75.5, message: "Retrieving file 3 of 4 (2s remaining)" },
  },
  { line: "pmerror:munge:10:no", progress: undefined },
  { line: "", progress: undefined },
])("$line", ({ line, progress }) => {
  expect(parseProgress(line)).toEqual(progress);
});
