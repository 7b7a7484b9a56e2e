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
export type {
  BilledItem,
  DataLinkDesign,
  DeploymentDesign,
  PrerequisitesDesign,
  StackOutputs,
  StepId,
} from "./deployment/DeploymentDesign.ts";
export { deploymentSteps } from "./deployment/deploymentSteps.ts";
export type { DeploymentEvent, StepOutcome } from "./deployment/events.ts";
export { PROJECT_TAG } from "./deployment/names.ts";
export { observeDeployment, type ObservedDeployment } from "./deployment/observeDeployment.ts";
export { isDone, type Plan, type PlanAction, type PlanItem, type PricedItem } from "./deployment/Plan.ts";
export { planDeployment } from "./deployment/planDeployment.ts";
export { runSteps } from "./deployment/runSteps.ts";
export { standingOf } from "./deployment/stackStatus.ts";
export type { Step, StepContext, StepResult } from "./deployment/Step.ts";
export { STEP_TABLE } from "./deployment/stepTable.ts";
export { carryOutRemoval, type RemovalEvent } from "./removal/carryOutRemoval.ts";
export { observeRemoval, PROVIDER_TAG } from "./removal/observeRemoval.ts";
export { FILE_SYSTEM_NAMES, planRemoval, type FileSystemName } from "./removal/planRemoval.ts";
export type { ObservedRemoval, RemovalItem, RemovalPlan } from "./removal/Removal.ts";
