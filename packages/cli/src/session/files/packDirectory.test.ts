import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packDirectory } from "./packDirectory.ts";

function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-tar-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const LONG = `${"deep/".repeat(30)}${"größe".repeat(20)}.txt`;

test("a directory comes out of the archive as it went in", async () => {
  const source = scratch();
  const target = scratch();
  for (const path of ["empty", ".git", "node_modules", "a"]) mkdirSync(join(source, path));
  mkdirSync(join(source, LONG, ".."), { recursive: true });
  writeFileSync(join(source, LONG), "long name");
  writeFileSync(join(source, "@odd"), "at the top");
  writeFileSync(join(source, "run.sh"), "#!/bin/sh\n");
  chmodSync(join(source, "run.sh"), 0o755);
  writeFileSync(join(source, "a/block"), Buffer.alloc(1_024, 7));
  writeFileSync(join(source, ".git/secret"), "x");
  writeFileSync(join(source, "node_modules/x"), "x");
  symlinkSync("a/block", join(source, "link"));
  const archive = join(target, "all.tar.gz");
  writeFileSync(archive, await packDirectory(source));
  execFileSync("tar", ["-xf", archive, "-C", target]);
  expect(readFileSync(join(target, LONG), "utf8")).toBe("long name");
  expect(readFileSync(join(target, "@odd"), "utf8")).toBe("at the top");
  expect(statSync(join(target, "run.sh")).mode & 0o777).toBe(0o755);
  expect(readFileSync(join(target, "a/block")).equals(Buffer.alloc(1_024, 7))).toBe(true);
  expect(readlinkSync(join(target, "link"))).toBe("a/block");
  expect(statSync(join(target, "empty")).isDirectory()).toBe(true);
  const names = execFileSync("tar", ["-tf", archive]).toString();
  expect(names).not.toMatch(/\.git|node_modules/);
});

test("a directory that is too large is refused", async () => {
  const source = scratch();
  writeFileSync(join(source, "model.bin"), "");
  truncateSync(join(source, "model.bin"), 100 * 1024 * 1024);
  await expect(packDirectory(source)).rejects.toMatchObject({ code: "UPLOAD_TOO_LARGE" });
});
