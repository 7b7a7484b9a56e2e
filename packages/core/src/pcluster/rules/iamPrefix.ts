import { error, findingsOf, type Findings } from "./finding.ts";

const PATH_PATTERN = /^((\/[a-zA-Z0-9_.,+@=-]+)+)\//;
const NAME_PATTERN = /^[a-zA-Z0-9_.,+@=-]+\n?$/;
const NAME_MAX_LENGTH = 30;
const PATH_MAX_LENGTH = 512;

/** A prefix is a name, a path between slashes, or a path followed by a name. */
export function iamResourcePrefixValidator({
  resourcePrefix,
}: {
  readonly resourcePrefix: string;
}): Findings {
  const nameStart = resourcePrefix.lastIndexOf("/") + 1;
  const path = resourcePrefix.slice(0, nameStart);
  const name = resourcePrefix.slice(nameStart);
  return findingsOf(
    !PATH_PATTERN.test(resourcePrefix) &&
      !NAME_PATTERN.test(resourcePrefix) &&
      error(
        `The ResourcePrefix '${shorten(resourcePrefix)}' is neither a name such as team, a path such as /team/, nor both such as /team/hpc.`,
      ),
    name.length > NAME_MAX_LENGTH &&
      error(
        `The name in ResourcePrefix has ${name.length} characters, at most ${NAME_MAX_LENGTH} are allowed.`,
      ),
    path.length > PATH_MAX_LENGTH &&
      error(
        `The path in ResourcePrefix has ${path.length} characters, at most ${PATH_MAX_LENGTH} are allowed.`,
      ),
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
