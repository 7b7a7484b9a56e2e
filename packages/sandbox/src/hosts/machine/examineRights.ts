import { readFile } from "node:fs/promises";
import { isInUserNamespace, mappedUserCount } from "../userNamespace/isInUserNamespace.ts";
import { findUserRanges, MAPPED_USER_COUNT, type UserRanges } from "../userNamespace/userRanges.ts";
import { machineCheck, type MachineCheck } from "./MachineReport.ts";
import { isProgram } from "./missingPrograms.ts";

/** As whom hosts can be made on this machine. */
export interface MachineRights {
  readonly checks: readonly MachineCheck[];
  /** Given when hosts are made in a user namespace that is yet to be made. */
  readonly ranges: UserRanges | undefined;
  /** Root's rights end at a user namespace: devices are bound and not made. */
  readonly limited: boolean;
}

/** Looks at who runs trainyard and what the kernel lets that user do. */
export async function examineRights(): Promise<MachineRights> {
  if (process.getuid?.() !== 0) return rightsOfUser();
  if (!isInUserNamespace()) {
    const checks = [
      machineCheck("root", true, "trainyard runs as root"),
      note("user-namespaces", "hosts of root are made without a user namespace"),
    ];
    return { checks, ranges: undefined, limited: false };
  }
  const count = mappedUserCount();
  const checks = [
    note("root", "trainyard runs as root of a user namespace"),
    machineCheck(
      "users",
      count > MAPPED_USER_COUNT,
      `the user namespace has ${count} users, hosts need 65536`,
    ),
  ];
  return { checks, ranges: undefined, limited: true };
}

async function rightsOfUser(): Promise<MachineRights> {
  const [obstacle, ranges] = await Promise.all([whatForbids(), userRanges()]);
  const checks = [
    note("root", "trainyard does not run as root: hosts are made in a user namespace"),
    machineCheck("user-namespaces", obstacle === undefined, obstacle ?? "this user may make user namespaces"),
    typeof ranges === "string"
      ? machineCheck("users", false, ranges)
      : machineCheck("users", true, `users from ${ranges.users.first} on stand for those of hosts`),
  ];
  return { checks, ranges: typeof ranges === "string" ? undefined : ranges, limited: true };
}

const SETTINGS = [
  {
    name: "kernel/apparmor_restrict_unprivileged_userns",
    forbids: (value: string) => value === "1",
    says: "AppArmor keeps all users but root from using namespaces",
    mend: "kernel.apparmor_restrict_unprivileged_userns=0",
  },
  {
    name: "kernel/unprivileged_userns_clone",
    forbids: (value: string) => value === "0",
    says: "the kernel lets only root make user namespaces",
    mend: "kernel.unprivileged_userns_clone=1",
  },
  {
    name: "user/max_user_namespaces",
    forbids: (value: string) => value === "0" || value === "",
    says: "the kernel lets nobody make user namespaces",
    mend: "user.max_user_namespaces=10000",
  },
] as const;

/** A sentence about the setting of the kernel that keeps users from namespaces, and what lifts it. */
export async function whatForbids(): Promise<string | undefined> {
  for (const { name, forbids, says, mend } of SETTINGS) {
    const value = await settingOf(name);
    if (value !== undefined && forbids(value)) return `${says}; \`sudo sysctl -w ${mend}\` lifts that`;
  }
  return undefined;
}

async function userRanges(): Promise<UserRanges | string> {
  for (const program of ["newuidmap", "newgidmap"])
    if (!(await isProgram(program)))
      return `${program} is missing; \`sudo apt-get install uidmap\` brings it`;
  return findUserRanges();
}

async function settingOf(name: string): Promise<string | undefined> {
  try {
    return (await readFile(`/proc/sys/${name}`, "utf8")).trim();
  } catch (error) {
    // Kernels have only the settings that they know.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function note(name: MachineCheck["name"], message: string): MachineCheck {
  return { name, outcome: "note", message };
}
