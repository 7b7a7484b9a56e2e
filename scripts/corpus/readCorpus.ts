import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFAULT_PARALLELCLUSTER_VERSION,
  instanceTypeTable,
  loadInstanceTypes,
  PARALLELCLUSTER_VERSIONS,
} from "@trainyard/core";
import type { CorpusContext, CorpusFile } from "./CorpusContext.ts";
import { createFakeAws } from "./createFakeAws.ts";
import { fakeAccountSchema } from "./fakeAccount.ts";

const ACCOUNT_FILE = "fake-aws.json";

/** Every file of cases in a directory, in the order of their names, and the account beside them. */
export async function readCorpus(
  directory: string,
): Promise<{ readonly files: readonly CorpusFile[]; readonly context: CorpusContext }> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.name.endsWith(".json")).map(({ name }) => name);
  const contents = await Promise.all(
    names.toSorted().map(async (name): Promise<CorpusFile> => ({
      name,
      content: parseJson(name, await readFile(join(directory, name), "utf8")),
      version: versionIn(name),
    })),
  );
  const account = contents.find(({ name }) => name === ACCOUNT_FILE);
  const aws =
    account === undefined ? undefined : await createFakeAws(fakeAccountSchema.parse(account.content));
  return {
    files: contents.filter((file) => file !== account),
    context: { aws, instanceTypes: instanceTypeTable(await loadInstanceTypes()) },
  };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name} is not JSON`, { cause });
  }
}

function versionIn(name: string): CorpusFile["version"] {
  return (
    PARALLELCLUSTER_VERSIONS.find((version) => name.includes(version)) ?? DEFAULT_PARALLELCLUSTER_VERSION
  );
}
