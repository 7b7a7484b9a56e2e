import type { RegionContext } from "../../kernel/CallContext.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { invalidParameter, noSuchGroup, noSuchStream } from "./logsErrors.ts";
import { logsStore, type LogGroupRecord, type StreamRecord } from "./LogsState.ts";

/** A log group as an operation names it: by name, or by name or ARN as identifier. */
export interface GroupReference {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** @throws {AwsError} `ResourceNotFoundException`, or when both or none of the two is given. */
export function groupOf(reference: GroupReference, context: RegionContext): LogGroupRecord {
  const { logGroupName, logGroupIdentifier } = reference;
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw new AwsError(
      "ValidationException",
      "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
  const identifier = logGroupName ?? logGroupIdentifier;
  if (identifier === undefined)
    throw new AwsError("ValidationException", "Either logGroupName or logGroupIdentifier must be specified.");
  const name = identifier.startsWith("arn:") ? groupNameOfArn(identifier) : identifier;
  checkLogName(name);
  const group = findNamed(context.store(logsStore).groups, name);
  if (group === undefined) throw noSuchGroup();
  return group;
}

export function streamOf(group: LogGroupRecord, name: string | undefined): StreamRecord {
  const stream = findNamed(group.streams, name ?? "");
  if (stream === undefined) throw noSuchStream();
  return stream;
}

export function groupArn(group: LogGroupRecord, context: RegionContext): string {
  return `arn:aws:logs:${context.region}:${context.accountId}:log-group:${group.name}`;
}

export function groupNameOfArn(arn: string): string {
  return arn.split(":log-group:")[1]?.replace(/:\*$/, "") ?? "";
}

/** @throws {AwsError} for names of log groups and streams that are too long. */
export function checkLogName(name: string): void {
  if (name.length > 512)
    throw invalidParameter("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
}
