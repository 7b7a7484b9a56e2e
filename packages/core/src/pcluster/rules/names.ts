import { error, findingsOf, type Findings } from "./finding.ts";

const NAME_PATTERN = /^[a-z][a-z0-9-]*\n?$/;
const NAME_MAX_LENGTH = 25;
/** Letters, digits and underscores of every script, as the official pattern has them. */
const STORAGE_NAME_PATTERN = /^[\p{L}\p{N}_+\-=.:@/]{0,256}\n?$/u;
const STORAGE_NAME_MAX_LENGTH = 30;
const RESERVED_NAME = /^default\n?$/;

export interface ClusterNameInput {
  readonly name: string;
  /** Jobs are recorded in a database, whose name holds the cluster's. */
  readonly accounting: boolean;
}

export function clusterNameValidator({ name, accounting }: ClusterNameInput): Findings {
  const maxLength = accounting ? 40 : 60;
  const fits = new RegExp(`^[a-zA-Z][a-zA-Z0-9-]{0,${maxLength - 1}}\\n?$`).test(name);
  return findingsOf(
    !fits &&
      error(
        `The cluster name '${name}' must start with a letter, hold only letters, digits and hyphens, and have at most ${maxLength} characters${accounting ? " when jobs are recorded in a database" : ""}; it has ${name.length}.`,
      ),
  );
}

export function nameValidator({ name }: { readonly name: string }): Findings {
  return findingsOf(
    !NAME_PATTERN.test(name) &&
      error(
        `The name '${name}' must start with a lower case letter and hold only lower case letters, digits and hyphens.`,
      ),
    name.length > NAME_MAX_LENGTH &&
      error(`The name '${name}' has ${name.length} characters, at most ${NAME_MAX_LENGTH} are allowed.`),
    RESERVED_NAME.test(name) && error(`The name '${name}' is reserved.`),
  );
}

export function sharedStorageNameValidator({ name }: { readonly name: string }): Findings {
  return findingsOf(
    !STORAGE_NAME_PATTERN.test(name) &&
      error(`The storage name '${name}' may hold only letters, digits and + - = . _ : @ /, no spaces.`),
    name.length > STORAGE_NAME_MAX_LENGTH &&
      error(
        `The storage name '${name}' has ${name.length} characters, at most ${STORAGE_NAME_MAX_LENGTH} are allowed.`,
      ),
    RESERVED_NAME.test(name) && error(`The storage name '${name}' is reserved.`),
  );
}

export interface DuplicateNameInput {
  readonly names: readonly string[];
  readonly resourceName: string;
}

export function duplicateNameValidator({ names, resourceName }: DuplicateNameInput): Findings {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return findingsOf(
    twice.length > 0 && error(`${resourceName}: ${[...new Set(twice)].join(", ")} is used more than once.`),
  );
}
