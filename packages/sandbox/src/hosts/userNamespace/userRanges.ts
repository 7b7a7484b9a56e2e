import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";

/** Users that lend their numbers to a user namespace, beside the one who makes it. */
export interface UserRange {
  readonly first: number;
  readonly count: number;
}

export interface UserRanges {
  readonly users: UserRange;
  readonly groups: UserRange;
}

/** A namespace has the users 0 to 65535, as systems do; 0 is the one who makes it. */
export const MAPPED_USER_COUNT = 65_535;

/** Where ranges begin when nobody has one yet, as useradd has it. */
const FIRST_RANGE = 100_000;

/**
 * The ranges that this machine gives the user who runs trainyard, or a sentence that says what is missing and what
 * mends it.
 */
export async function findUserRanges(): Promise<UserRanges | string> {
  const { username, uid } = whoAmI();
  const [users, groups] = await Promise.all([textOf("/etc/subuid"), textOf("/etc/subgid")]);
  const found = { users: rangeOf(users, username, uid), groups: rangeOf(groups, username, uid) };
  if (found.users !== undefined && found.groups !== undefined)
    return { users: found.users, groups: found.groups };
  const first = Math.max(FIRST_RANGE, endOf(users), endOf(groups));
  const range = `${first}-${first + MAPPED_USER_COUNT}`;
  const files = [
    found.users === undefined ? "/etc/subuid" : [],
    found.groups === undefined ? "/etc/subgid" : [],
  ];
  return `${username} has no range of ${MAPPED_USER_COUNT} users in ${files.flat().join(" and ")}; \`sudo usermod --add-subuids ${range} --add-subgids ${range} ${username}\` gives it`;
}

/** The first range of a user that is large enough, in the format of subuid(5). */
export function rangeOf(text: string, userName: string, uid: number): UserRange | undefined {
  return rangesIn(text).find(
    ({ owner, count }) => (owner === userName || owner === String(uid)) && count >= MAPPED_USER_COUNT,
  );
}

/** The first number after all ranges; 0 when there is none. */
export function endOf(text: string): number {
  return Math.max(0, ...rangesIn(text).map(({ first, count }) => first + count));
}

interface OwnedRange extends UserRange {
  readonly owner: string;
}

function rangesIn(text: string): OwnedRange[] {
  return text.split("\n").flatMap((line) => {
    const [, owner = "", first, count] = /^([^:#]+):(\d+):(\d+)$/.exec(line.trim()) ?? [];
    return owner === "" ? [] : { owner, first: Number(first), count: Number(count) };
  });
}

function whoAmI(): { readonly username: string; readonly uid: number } {
  const uid = process.getuid?.() ?? 0;
  try {
    return { username: userInfo().username, uid };
  } catch {
    // A user without a name: the files may name the number.
    return { username: String(uid), uid };
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    // Missing or not for us: it gives nothing either way.
    return "";
  }
}
