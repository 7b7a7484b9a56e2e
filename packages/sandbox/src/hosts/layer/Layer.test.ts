import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { isBuilt, isWhole, writeManifest } from "./Layer.ts";

let layer: string;

beforeEach(async () => {
  layer = mkdtempSync(join(tmpdir(), "layer-"));
  mkdirSync(join(layer, "usr/bin"), { recursive: true });
  writeFileSync(join(layer, "usr/bin/sinfo"), "program");
  symlinkSync("sinfo", join(layer, "usr/bin/squeue"));
  await writeManifest(layer);
  return () => rmSync(layer, { recursive: true, force: true });
});

test("a layer is whole as it was built", async () => {
  expect(await isBuilt(layer)).toBe(true);
  expect(await isWhole(layer)).toBe(true);
});

test.each([
  { what: "a changed file", change: () => writeFileSync(join(layer, "usr/bin/sinfo"), "another") },
  { what: "a missing file", change: () => rmSync(join(layer, "usr/bin/sinfo")) },
  { what: "one file more", change: () => writeFileSync(join(layer, "usr/more"), "") },
  { what: "no manifest", change: () => rmSync(join(layer, "manifest.json")) },
  { what: "a torn manifest", change: () => writeFileSync(join(layer, "manifest.json"), "{") },
])("a layer with $what is not whole", async ({ change }) => {
  change();
  expect(await isWhole(layer)).toBe(false);
});
