import { randomBytes } from "node:crypto";
import type { Session } from "@aws-sdk/client-ssm";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../../kernel/events.ts";
import { findNamed, listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { pageByKey } from "../../../kernel/paging.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { managedNodes } from "../nodes/managedNodes.ts";
import { liveSessions } from "./liveSessions.ts";
import { sessionStore, type SessionRecord } from "./SessionState.ts";
import { DEFAULT_SESSION_DOCUMENT, sessionTask } from "./sessionTask.ts";

export const SESSION_PATH = "/_session/";
/** Not by the seed: clients name files of the machine by them, and other sandboxes have sessions as well. */
const ID_BYTES = 9;
const ID_DIGITS = 17;
const TOKEN_BYTES = 32;
const PAGE_SIZE = 200;

export const sessionOperations = defineOperations<"ssm">()({
  StartSession: {
    members: ["Target", "DocumentName", "Parameters", "Reason"],
    run({ Target = "", DocumentName = DEFAULT_SESSION_DOCUMENT, Parameters = {}, Reason = "" }, context) {
      const task = sessionTask(DocumentName, Parameters);
      if (managedNodes(context, [Target]).length === 0)
        throw new AwsError("TargetNotConnected", `${Target} is not connected.`);
      const id = `sandbox-${randomBytes(ID_BYTES).toString("hex").slice(0, ID_DIGITS)}`;
      const record: SessionRecord = {
        id,
        target: Target,
        task,
        documentName: DocumentName,
        owner: context.call("sts", "GetCallerIdentity", {}).Arn ?? "",
        reason: Reason,
        token: randomBytes(TOKEN_BYTES).toString("base64"),
        startedMs: context.clock.nowMs(),
        status: "Connected",
      };
      putNamed(context.store(sessionStore).sessions, id, record);
      return { SessionId: id, TokenValue: record.token, StreamUrl: streamUrlOf(record, context) };
    },
  },
  ResumeSession: {
    members: ["SessionId"],
    run({ SessionId }, context) {
      const record = sessionOf(SessionId, context);
      if (record.status === "Terminated") return { SessionId: record.id };
      return { SessionId: record.id, TokenValue: record.token, StreamUrl: streamUrlOf(record, context) };
    },
  },
  TerminateSession: {
    members: ["SessionId"],
    run({ SessionId }, context) {
      const record = sessionOf(SessionId, context);
      endRecord(record, context);
      liveSessions(context.hosts).get(record.id)?.end("");
      return { SessionId: record.id };
    },
  },
  DescribeSessions: {
    members: ["State", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const wanted = input.State === "History" ? "Terminated" : "Connected";
      const filters = input.Filters ?? [];
      const records = listNamed(context.store(sessionStore).sessions)
        .filter(({ status }) => status === wanted)
        .filter((record) => filters.every(({ key, value }) => passes(record, key ?? "", value ?? "")));
      const page = pageByKey(records, ({ startedMs, id }) => `${String(startedMs).padStart(15, "0")} ${id}`, {
        token: input.NextToken,
        pageSize: Math.min(Math.max(input.MaxResults ?? PAGE_SIZE, 1), PAGE_SIZE),
        descending: true,
        badToken: () => new AwsError("InvalidNextToken", "The specified token is not valid."),
      });
      return {
        Sessions: page.items.map(sessionView),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
});

/** The session of a data channel, whatever its state; undefined when there never was one. */
export function findSession(context: RegionContext, id: string): SessionRecord | undefined {
  return findNamed(context.store(sessionStore).sessions, id);
}

export function endRecord(record: SessionRecord, context: RegionContext): void {
  if (record.status === "Terminated") return;
  record.status = "Terminated";
  record.endedMs = context.clock.nowMs();
}

/** Sessions ended with the sandbox that ran them. */
export function endLostSessions({ regions }: SandboxEvents["sandbox.started"], context: RegionContext): void {
  for (const region of regions) {
    const part = context.inRegion(region);
    for (const record of listNamed(part.store(sessionStore).sessions)) endRecord(record, part);
  }
}

function sessionOf(id: string | undefined, context: CallContext): SessionRecord {
  const found = findSession(context, id ?? "");
  if (found === undefined)
    throw new AwsError("DoesNotExistException", `The specified Session ${id ?? ""} does not exist.`);
  return found;
}

function streamUrlOf({ id }: SessionRecord, { endpointUrl, region }: RegionContext): string {
  return `${endpointUrl.replace(/^http/, "ws")}${SESSION_PATH}${region}/${id}?role=publish_subscribe`;
}

function passes(record: SessionRecord, key: string, value: string): boolean {
  switch (key) {
    case "Target":
      return record.target === value;
    case "Owner":
      return record.owner === value;
    case "SessionId":
      return record.id === value;
    case "Status":
      return record.status === value;
    case "InvokedAfter":
      return record.startedMs >= Date.parse(value);
    case "InvokedBefore":
      return record.startedMs <= Date.parse(value);
    default:
      throw new AwsError("InvalidFilterKey", "The specified key is not valid.");
  }
}

function sessionView(record: SessionRecord): Session {
  return {
    SessionId: record.id,
    Target: record.target,
    Status: record.status,
    StartDate: new Date(record.startedMs),
    ...(record.endedMs === undefined ? {} : { EndDate: new Date(record.endedMs) }),
    DocumentName: record.documentName,
    Owner: record.owner,
    ...(record.reason === "" ? {} : { Reason: record.reason }),
    OutputUrl: {},
  };
}
