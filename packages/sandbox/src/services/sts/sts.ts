import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import { findNamed, putNamed, type NameTable } from "../../kernel/NameTable.ts";
import { defineService } from "../../kernel/ServiceModule.ts";

/** Who an access key made by AssumeRole stands for. */
interface SessionRecord {
  readonly arn: string;
  readonly userId: string;
}

const stsStore = defineStore<{ sessions: NameTable<SessionRecord> }>("sts", "global", () => ({
  sessions: {},
}));

/** AWS Security Token Service: who the caller is. Any access key is a valid identity. */
export const sts = defineService("sts", {
  operations: {
    GetCallerIdentity: {
      members: [],
      run(_input, context) {
        const session = findNamed(context.store(stsStore).sessions, context.accessKeyId);
        return {
          UserId: session?.userId ?? "AIDASANDBOXUSER000000",
          Account: context.accountId,
          Arn: session?.arn ?? userArn(context),
        };
      },
    },
    GetAccessKeyInfo: {
      members: ["AccessKeyId"],
      run: (_input, context) => ({ Account: context.accountId }),
    },
    GetSessionToken: {
      members: ["DurationSeconds"],
      run: (input, context) => ({
        Credentials: credentials(checkedSeconds(input.DurationSeconds ?? 43_200, 129_600), context),
      }),
    },
    AssumeRole: {
      members: ["RoleArn", "RoleSessionName", "DurationSeconds"],
      run(input, context) {
        const role = roleOf(input.RoleArn ?? "", context);
        const name = input.RoleSessionName ?? "";
        if (!/^[\w+=,.@-]{2,64}$/.test(name))
          throw new AwsError(
            "ValidationError",
            `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
          );
        const made = credentials(checkedSeconds(input.DurationSeconds ?? 3600, 43_200), context);
        const arn = `arn:aws:sts::${context.accountId}:assumed-role/${role.name}/${name}`;
        const userId = `${role.id}:${name}`;
        putNamed(context.store(stsStore).sessions, made.AccessKeyId, { arn, userId });
        return { Credentials: made, AssumedRoleUser: { AssumedRoleId: userId, Arn: arn } };
      },
    },
  },
});

function userArn(context: CallContext): string {
  return `arn:aws:iam::${context.accountId}:user/sandbox`;
}

/** A role that does not exist is refused like one that does not trust the caller. */
function roleOf(arn: string, context: CallContext): { name: string; id: string } {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  try {
    const { Role } = context.call("iam", "GetRole", { RoleName: name });
    if (Role?.Arn === arn) return { name, id: Role.RoleId ?? "" };
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "NoSuchEntity")) throw error;
  }
  throw new AwsError(
    "AccessDenied",
    `User: ${userArn(context)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    { httpStatus: 403 },
  );
}

function checkedSeconds(seconds: number, mostSeconds: number): number {
  if (seconds >= 900 && seconds <= mostSeconds) return seconds;
  const bound = seconds < 900 ? "greater than or equal to 900" : `less than or equal to ${mostSeconds}`;
  throw new AwsError(
    "ValidationError",
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function credentials(
  seconds: number,
  context: CallContext,
): { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date } {
  return {
    AccessKeyId: `ASIA${context.ids.upperAlphanumeric("sts-access-key", 16)}`,
    SecretAccessKey: context.ids.hex("sts-secret", 40),
    SessionToken: Buffer.from(context.ids.hex("sts-token", 64)).toString("base64"),
    Expiration: new Date(context.clock.nowMs() + seconds * 1000),
  };
}
