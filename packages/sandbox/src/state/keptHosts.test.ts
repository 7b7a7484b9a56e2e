import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freshState, type SandboxState } from "../kernel/SandboxState.ts";
import { HostsKeptError, keptHosts, withHosts } from "./keptHosts.ts";

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "kept-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function stateWith(hosts: SandboxState["hosts"], instanceState?: string): SandboxState {
  const fresh = freshState({ accountId: "123456789012", seed: "1", startMs: 0 });
  const instances = instanceState === undefined ? {} : { "i-1": { state: instanceState } };
  return {
    ...fresh,
    stores: { "ec2/us-west-2": { instances }, "iam/global": {} },
    ...(hosts === undefined ? {} : { hosts }),
  };
}

test.each([
  { what: "a new state", state: stateWith(undefined) },
  { what: "a state without instances", state: stateWith("namespaces") },
  { what: "a state whose instances have ended", state: stateWith("namespaces", "terminated") },
  { what: "a state of the same kind", state: stateWith("simulated", "running") },
  { what: "a state of before kinds were kept", state: stateWith(undefined, "running") },
])("$what takes the sandbox's kind of hosts", ({ state }) => {
  expect(withHosts(state, "simulated").hosts).toBe("simulated");
});

test.each(["running", "stopped", "pending"])("an instance that is %s keeps its kind of hosts", (instance) => {
  expect(() => withHosts(stateWith("namespaces", instance), "simulated")).toThrow(HostsKeptError);
});

test.each([
  {
    what: "the kind of a state with instances",
    text: JSON.stringify(stateWith("namespaces", "running")),
    kept: "namespaces",
  },
  { what: "nothing of a state without", text: JSON.stringify(stateWith("namespaces")), kept: undefined },
  { what: "nothing of what is no state", text: "{", kept: undefined },
  { what: "nothing of no file", text: undefined, kept: undefined },
])("a start knows $what", async ({ text, kept }) => {
  if (text !== undefined) writeFileSync(join(directory, "state.json"), text);
  expect(await keptHosts(directory)).toBe(kept);
});
