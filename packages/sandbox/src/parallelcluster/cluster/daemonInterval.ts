import type { RegionContext } from "../../kernel/CallContext.ts";
import { usesSlurm } from "../scheduler/links.ts";
import { clusterDurations } from "./durations.ts";

/** Real hosts live by the wall clock, which the daemons' looks must keep up with. */
const REAL_HOSTS_WALL_MS = 5_000;

/** Modelled time between two runs of a cluster's daemons. */
export function daemonIntervalMs(context: RegionContext): number {
  if (!usesSlurm(context)) return clusterDurations.daemonIntervalMs;
  const { clock } = context;
  return clock.modelMsOf(Math.max(clock.wallMsOf(clusterDurations.daemonIntervalMs), REAL_HOSTS_WALL_MS));
}
