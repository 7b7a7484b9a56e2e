import { expect, test } from "vitest";
import { testHost } from "../testing/testHosts.ts";
import { environmentWords, hostEnvironment, profileText, sshdConfiguration } from "./hostEnvironment.ts";

const environment = { A: "it's", B: 'say "no"' };

test("a program's variables come over the driver's own", () => {
  const spec = testHost("a", "10.1.0.10", { program: { environment: { LANG: "C", X: "1" } } });
  expect(hostEnvironment(spec)).toMatchObject({ LANG: "C", X: "1" });
  expect(hostEnvironment(spec)["PATH"]).toContain("/opt/slurm/bin");
});

test("variables are words, lines of a profile and a setting of sshd, whatever is in them", () => {
  expect(environmentWords(environment)).toEqual(["A=it's", 'B=say "no"']);
  expect(profileText(environment)).toBe("export A='it'\\''s'\nexport B='say \"no\"'\n");
  expect(sshdConfiguration(environment)).toContain('SetEnv "A=it\'s" "B=say \\"no\\""\n');
});
