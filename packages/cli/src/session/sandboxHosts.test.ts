import { expect, test } from "vitest";
import { hostsWanted } from "./sandboxHosts.ts";

test.each([
  { flag: undefined, variable: undefined, wanted: "auto" },
  { flag: undefined, variable: "", wanted: "auto" },
  { flag: undefined, variable: "simulated", wanted: "simulated" },
  { flag: "namespaces", variable: "simulated", wanted: "namespaces" },
])("--hosts $flag with TRAINYARD_HOSTS $variable is $wanted", ({ flag, variable, wanted }) => {
  expect(hostsWanted(flag, { environment: { TRAINYARD_HOSTS: variable } })).toBe(wanted);
});

test("a variable that names no kind of hosts is refused", () => {
  expect(() => hostsWanted(undefined, { environment: { TRAINYARD_HOSTS: "real" } })).toThrowError(
    expect.objectContaining({ code: "USAGE", hint: "Use one of: auto, namespaces, simulated." }),
  );
});
