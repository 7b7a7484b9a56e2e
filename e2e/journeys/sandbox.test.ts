import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const PROJECT =
  "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 2 }\n";
const programs: Program[] = [];

afterEach(async () => {
  for (const program of programs.splice(0)) await program.end();
});

function newProgram(): Program {
  const program = createProgram();
  programs.push(program);
  program.write("trainyard.yaml", PROJECT);
  return program;
}

async function clusterStatus(program: Program): Promise<unknown> {
  const { events } = await program.run(["status", "--sandbox", "--json"]);
  return events[0]?.["clusterStatus"] ?? events[0]?.["code"];
}

test("--sandbox starts a sandbox that stays for the next command, and stop keeps its state", async () => {
  const program = newProgram();
  const first = await program.run(["capacity", "list", "--sandbox", "--region", "us-west-2", "--json"]);
  expect(first.events).toContainEqual(
    expect.objectContaining({ id: "cr-0123456789abcdef0", totalInstances: 16 }),
  );
  const running = await program.run(["sandbox", "status", "--json"]);
  expect(running.events[0]).toMatchObject({ type: "sandbox-status", accountId: "123456789012" });
  expect(await program.run(["up", "--sandbox", "--yes"])).toMatchObject({ code: 0 });
  expect(await program.run(["sandbox", "stop"])).toMatchObject({ code: 0 });
  expect(await program.run(["sandbox", "status"])).toMatchObject({ code: 2 });
  expect(await clusterStatus(program)).toBe("CREATE_COMPLETE");
});

test("a saved sandbox can be gone back to after a reset, and garbage is refused", async () => {
  const program = newProgram();
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
  expect(await program.run(["up", "--sandbox", "--yes"])).toMatchObject({ code: 0 });
  expect(await program.run(["sandbox", "save", "before.sandbox"])).toMatchObject({ code: 0 });
  expect(await program.run(["sandbox", "save", "before.sandbox"])).toMatchObject({ code: 2 });
  expect(await program.run(["sandbox", "reset", "--yes"])).toMatchObject({ code: 0 });
  expect(await clusterStatus(program)).toBe("NOT_DEPLOYED");
  expect(await program.run(["sandbox", "load", "trainyard.yaml", "--yes"])).toMatchObject({ code: 2 });
  expect(await program.run(["sandbox", "load", "before.sandbox", "--yes"])).toMatchObject({ code: 0 });
  expect(await clusterStatus(program)).toBe("CREATE_COMPLETE");
});

test("calls that AWS throttles or refuses for a moment are made again; those that stay so end with its words", async () => {
  const program = newProgram();
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
  expect(await program.run(["sandbox", "fault", "ecs"])).toMatchObject({ code: 2 });
  await program.run(["sandbox", "fault", "cloudformation", "--times", "2"]);
  await program.run(["sandbox", "fault", "ec2", "--kind", "unavailable", "--times", "2"]);
  expect(await program.run(["plan", "--sandbox"])).toMatchObject({ code: 0 });
  expect((await program.run(["sandbox", "fault", "--json"])).events[0]).toMatchObject({ faults: {} });
  await program.run(["sandbox", "fault", "ec2:DescribeCapacityReservations"]);
  const { code, events } = await program.run(["plan", "--sandbox", "--json"]);
  expect(code).toBe(4);
  expect(events[0]).toMatchObject({ message: expect.stringContaining("RequestLimitExceeded") });
  await program.run(["sandbox", "fault", "--clear"]);
  expect(await program.run(["plan", "--sandbox"])).toMatchObject({ code: 0 });
});

test("two sandboxes run side by side and know nothing of each other", async () => {
  const [one, other] = [newProgram(), newProgram()];
  await Promise.all(
    [one, other].map((program) => program.run(["sandbox", "start", "--detach", "--speed", "max"])),
  );
  expect(await one.run(["up", "--sandbox", "--yes"])).toMatchObject({ code: 0 });
  expect(await clusterStatus(one)).toBe("CREATE_COMPLETE");
  expect(await clusterStatus(other)).toBe("NOT_DEPLOYED");
});

test("env prints what a foreign client needs, and nothing leads to an account of the user's", async () => {
  const program = newProgram();
  const { stdout } = await program.run(["sandbox", "env", "--region", "eu-west-1"]);
  expect(stdout).toMatch(/^export AWS_ENDPOINT_URL='http:\/\/127\.0\.0\.1:\d+'$/m);
  for (const name of [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_CONFIG_FILE",
    "AWS_SHARED_CREDENTIALS_FILE",
  ])
    expect(stdout).toContain(`export ${name}=`);
  expect(stdout).toContain("export AWS_DEFAULT_REGION='eu-west-1'");
});

test("after a kill the next start sweeps and goes on from what was saved", async () => {
  const program = newProgram();
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
  expect(await program.run(["up", "--sandbox", "--yes"])).toMatchObject({ code: 0 });
  const { events } = await program.run(["sandbox", "status", "--json"]);
  // What a change leaves is saved within two seconds; the last of them is what the save file shows.
  await program.run(["sandbox", "save", "saved.sandbox"]);
  process.kill(Number(events[0]?.["pid"]), "SIGKILL");
  expect(existsSync(join(program.stateDirectory, "sandbox.json"))).toBe(true);
  expect(["CREATE_COMPLETE", "CREATE_IN_PROGRESS"]).toContain(await clusterStatus(program));
});
