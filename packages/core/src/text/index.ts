// A door of its own, as that of errors.
export { excerptOf } from "./excerpt.ts";
export { nearestName } from "./nearestName.ts";
export type { Position, Problem } from "./problem.ts";
