export { ERROR_CATALOGUE, EXIT_CODES, type ErrorCode, type ExitReason } from "./errors/catalogue.ts";
export { TrainyardError, type ErrorOptions } from "./errors/TrainyardError.ts";
export { nearestName } from "./text/nearestName.ts";
export { excerptOf } from "./text/excerpt.ts";
export type { Position, Problem } from "./text/problem.ts";
