const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** All Capacity Blocks start and end at 11:30 UTC. */
const TIME_OF_DAY_MS = 11.5 * HOUR_MS;

/** The first 11:30 UTC after a time. */
export function blockStartAfter(timeMs: number): number {
  const today = Math.floor(timeMs / DAY_MS) * DAY_MS + TIME_OF_DAY_MS;
  return today > timeMs ? today : today + DAY_MS;
}

export function blockEndAfter(startMs: number, durationHours: number): number {
  return startMs + durationHours * HOUR_MS;
}

/** Durations that can be bought: 1 to 14 days, then weeks up to 26. */
export function isBlockDuration(hours: number): boolean {
  const days = hours / 24;
  return Number.isInteger(days) && days >= 1 && (days <= 14 || (days % 7 === 0 && days <= 182));
}
