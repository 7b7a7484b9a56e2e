export { ERROR_CATALOGUE, EXIT_CODES, type ErrorCode, type ExitReason } from "./errors/catalogue.ts";
export { TrainyardError, type ErrorOptions } from "./errors/TrainyardError.ts";
export { nearestName } from "./text/nearestName.ts";
export { excerptOf } from "./text/excerpt.ts";
export type { Position, Problem } from "./text/problem.ts";
export type { AccountGateway, Caller } from "./ports/AccountGateway.ts";
export type { CapacityGateway, ReservationDescription } from "./ports/CapacityGateway.ts";
export type { Clock } from "./ports/Clock.ts";
export type { ClusterGateway, ClusterInstance, FleetStatus } from "./ports/ClusterGateway.ts";
export type {
  DataGateway,
  DataLinkDescription,
  DataLinkEvent,
  DataLinkRequest,
  DataTaskDescription,
  FileSystemDescription,
} from "./ports/DataGateway.ts";
export type { Gateways } from "./ports/Gateways.ts";
export type { KeyPairDescription, KeyPairGateway } from "./ports/KeyPairGateway.ts";
export type {
  StackChange,
  StackDescription,
  StackEvent,
  StackGateway,
  StackRequest,
  StackResource,
  StackStatus,
} from "./ports/StackGateway.ts";
export type { KeyFileStore } from "./ports/KeyFileStore.ts";
