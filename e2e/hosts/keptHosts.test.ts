import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";
import { whyNoHosts } from "./realHosts.ts";

const reason = await whyNoHosts();
const PROJECT =
  "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 1 }\n";

/** As a user has it who says nothing about hosts. */
const UNSAID = {
  TRAINYARD_HOSTS: undefined,
  XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
};

describe.skipIf(reason !== undefined)("the kind of hosts", () => {
  let program: Program;
  afterEach(() => program.end());

  const run = (...args: string[]) => program.run(args, { environment: UNSAID });
  const kind = async () => (await run("sandbox", "status", "--json")).events[0]?.["hosts"];

  test.each([
    { first: ["--hosts", "simulated"], kept: "simulated", other: "namespaces" },
    { first: [], kept: "namespaces", other: "simulated" },
  ])("a state with instances of $kept hosts keeps them, and refuses $other ones", async (row) => {
    program = createProgram();
    program.write("trainyard.yaml", PROJECT);
    await run("sandbox", "start", "--detach", "--speed", "max", ...row.first);
    expect(await kind()).toBe(row.kept);
    expect(await run("up", "--sandbox", "--yes")).toMatchObject({ code: 0 });
    await run("sandbox", "save", "kept.sandbox");
    await run("sandbox", "stop");

    const refused = await run("sandbox", "start", "--detach", "--hosts", row.other);
    expect(refused, refused.stderr).toMatchObject({ code: 3 });
    expect(refused.stderr).toContain("error SANDBOX_HOSTS_UNAVAILABLE: ");
    expect(await run("status", "--sandbox")).toMatchObject({ code: 0 });
    expect(await kind()).toBe(row.kept);

    await run("sandbox", "reset", "--yes");
    await run("sandbox", "stop");
    expect(disksIn(program)).toEqual([]);
    await run("sandbox", "start", "--detach", "--hosts", row.other);
    expect(await kind()).toBe(row.other);
    const loaded = await run("sandbox", "load", "kept.sandbox", "--yes");
    expect(loaded).toMatchObject({ code: 2 });
    expect(loaded.stderr).toContain(`run on hosts of the kind ${row.kept}, not ${row.other}`);
  });
});

/** Of hosts, by their ids. */
function disksIn({ stateDirectory }: Program): string[] {
  const path = join(stateDirectory, "hosts");
  return existsSync(path) ? readdirSync(path).filter((name) => name.startsWith("i-")) : [];
}
