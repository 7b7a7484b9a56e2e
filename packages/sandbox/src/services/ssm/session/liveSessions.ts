import type { HostDriver } from "../../../hosts/HostDriver.ts";
import type { AgentSession } from "./AgentSession.ts";

/** Sessions whose data channel was opened belong to the hosts on which they run, and end with them. */
const SESSIONS = new WeakMap<HostDriver, Map<string, AgentSession>>();

export function liveSessions(hosts: HostDriver): Map<string, AgentSession> {
  const known = SESSIONS.get(hosts);
  if (known !== undefined) return known;
  const made = new Map<string, AgentSession>();
  SESSIONS.set(hosts, made);
  return made;
}
