// A door of its own: the command line needs errors before, and mostly without, the rest of core.
export { ERROR_CATALOGUE, EXIT_CODES, type ErrorCode, type ExitReason } from "./catalogue.ts";
export { TrainyardError, type ErrorOptions } from "./TrainyardError.ts";
