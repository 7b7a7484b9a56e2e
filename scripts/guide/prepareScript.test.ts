import { expect, test } from "vitest";
import { prepareScript, type GuideValues } from "./prepareScript.ts";

const VALUES: GuideValues = {
  region: "us-west-2",
  zone: "us-west-2a",
  reservationId: "cr-0123456789abcdef0",
  instanceCount: 16,
  instanceType: "p5.48xlarge",
  keyPairName: "ml-key",
  virtualEnvironment: "/venv",
  whyNoShell: undefined,
};

test.each([
  {
    when: "a placeholder",
    script: "export INSTANCE=<instance-type>  # e.g. p5.48xlarge",
    becomes: "export INSTANCE=p5.48xlarge  # e.g. p5.48xlarge",
  },
  {
    when: "the example's region and key",
    script: "pcluster ssh --region ap-northeast-1 -i ~/.ssh/ap-northeast-1.pem",
    becomes: "pcluster ssh --region us-west-2 -i ~/.ssh/ml-key.pem",
  },
  { when: "a redirection", script: "a < b > c 2>&1", becomes: "a < b > c 2>&1" },
  {
    when: "the making of a virtual environment",
    script: "python3 -m virtualenv ${VIRTUAL_ENV_PATH}",
    becomes: "export VIRTUAL_ENV_PATH=/venv\nsource ${VIRTUAL_ENV_PATH}/bin/activate",
  },
])("$when is filled in", ({ script, becomes }) => {
  expect(prepareScript(script, VALUES)).toMatchObject({ kind: "run", script: becomes });
});

test("a placeholder without a value is an error, and what belongs on the head node is typed there", () => {
  expect(() => prepareScript("echo <your-name>", VALUES)).toThrow("no value is known for <your-name>");
  const whyNoShell = "no hosts";
  expect([
    prepareScript("sudo su - ubuntu\n", VALUES),
    prepareScript("sudo su - ubuntu", { ...VALUES, whyNoShell }),
  ]).toEqual([
    { kind: "session", lines: ["sudo su - ubuntu"] },
    { kind: "leave", reason: "no hosts" },
  ]);
});

test("an option on a line of its own, after a line without a backslash, is counted as broken", () => {
  const script = "aws fsx describe \\\n  --a b\n  --region r";
  expect(prepareScript(script, VALUES)).toMatchObject({ script, brokenCount: 1 });
});
