import { rmSync } from "node:fs";
import { afterAll, describe } from "vitest";
import { testHostDriverContract } from "../../packages/sandbox/src/hosts/testing/hostDriverContract.ts";
import { createRealHosts, processesAbout, whyNoHosts } from "./realHosts.ts";

const reason = await whyNoHosts();

describe.skipIf(reason !== undefined)("the contract", () => {
  const directories: string[] = [];
  testHostDriverContract("namespaces", () => {
    const hosts = createRealHosts();
    directories.push(hosts.directory);
    return hosts.driver;
  });
  afterAll(() => {
    for (const directory of directories) {
      const left = processesAbout(directory);
      if (left.length > 0) throw new Error(`left behind: ${left.join("\n")}`);
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
