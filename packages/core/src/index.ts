export {
  ERROR_CATALOGUE,
  EXIT_CODES,
  TrainyardError,
  type ErrorCode,
  type ErrorOptions,
  type ExitReason,
} from "./errors/index.ts";
export { excerptOf, nearestName, type Position, type Problem } from "./text/index.ts";
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
  SmallObject,
} from "./ports/DataGateway.ts";
export type { Gateways } from "./ports/Gateways.ts";
export type { LogEvent, LogGateway, LogQuery, LogStreamDescription } from "./ports/LogGateway.ts";
export type {
  RemoteCommand,
  RemoteGateway,
  RemoteResult,
  RemoteSession,
  SessionRequest,
} from "./ports/RemoteGateway.ts";
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
export { designDeployment, type DesignFacts } from "./deployment/designDeployment.ts";
export { PROJECT_TAG, PROVIDER_TAG } from "./deployment/names.ts";
export { observeAccount } from "./deployment/observeAccount.ts";
export { pricesOf } from "./deployment/pricesOf.ts";
export { observeDeployment, type ObservedDeployment } from "./deployment/observeDeployment.ts";
export { isDone, type Plan, type PlanAction, type PlanItem, type PricedItem } from "./deployment/Plan.ts";
export { planDeployment } from "./deployment/planDeployment.ts";
export { runSteps } from "./deployment/runSteps.ts";
export { standingOf } from "./deployment/stackStatus.ts";
export type { Step, StepContext, StepResult } from "./deployment/Step.ts";
export { STEP_TABLE } from "./deployment/stepTable.ts";
export { carryOutRemoval, type RemovalEvent } from "./removal/carryOutRemoval.ts";
export { observeRemoval } from "./removal/observeRemoval.ts";
export { FILE_SYSTEM_NAMES, planRemoval, type FileSystemName } from "./removal/planRemoval.ts";
export type { ObservedRemoval, RemovalItem, RemovalPlan } from "./removal/Removal.ts";
export { loadProject, projectProblems, type LoadedProject } from "./project/loadProject.ts";
export { projectSchema, type Project, type ProjectInput } from "./project/projectSchema.ts";
export type { SourceMap, SourceSpan, ValuePath } from "./project/SourceMap.ts";
export { defaultBucketName, projectNames, type NamedProject, type ProjectNames } from "./project/names.ts";
export { isPlaceholder } from "./project/placeholders.ts";
export { isMapping, readYaml, type YamlKind, type YamlReading } from "./project/readYaml.ts";
export { neededObservations, resolveProject, type NeededObservations } from "./project/resolveProject.ts";
export type { ObservedAccount } from "./project/ObservedAccount.ts";
export type {
  CapacitySource,
  PlacementGroup,
  ResolvedHome,
  ResolvedProject,
  ResolvedQueue,
  ResolvedScratch,
} from "./project/ResolvedProject.ts";
export { MAIN_QUEUE_NAME, MAIN_RESOURCE_NAME } from "./project/queues.ts";
export { PINNED_SCRIPTS } from "./project/software.ts";
export {
  addressesPerNode,
  DEFAULT_PARALLEL_CLUSTER_VERSION,
  NEWEST_PARALLEL_CLUSTER_VERSION,
  PARALLEL_CLUSTER_VERSIONS,
  parallelClusterVersion,
  providerTemplateUrl,
  type EndOfSupport,
  type KnownFault,
  type ParallelClusterVersion,
} from "./versions/parallelClusterVersions.ts";
export {
  clusterRegionNames,
  lustreDeploymentFor,
  openZfsDeploymentFor,
  regionFacts,
  REGIONS,
  type LustreDeployment,
  type OpenZfsHaDeployment,
  type RegionFacts,
} from "./versions/regions.ts";
export {
  acceleratorCount,
  loadInstanceTypes,
  type Gpus,
  type InstanceType,
  type InstanceTypes,
  type NeuronDevices,
} from "./instances/instanceTypes.ts";
export { loadAcceleratedOfferings, type AcceleratedOfferings } from "./instances/acceleratedOfferings.ts";
export type {
  DeletionPolicy,
  Template,
  TemplateOutput,
  TemplateParameter,
  TemplateResource,
  TemplateValue,
} from "./templates/Template.ts";
export { renderTemplate, type TemplateFormat } from "./templates/renderTemplate.ts";
export {
  GUIDE_PREREQUISITES,
  prerequisitesTemplate,
} from "./templates/prerequisites/prerequisitesTemplate.ts";
export type {
  FileSystemChoice,
  PrerequisitesOptions,
} from "./templates/prerequisites/PrerequisitesOptions.ts";
export {
  needsPrerequisites,
  prerequisitesOptionsOf,
  prerequisitesParameters,
} from "./templates/prerequisites/prerequisitesOf.ts";
export { PREREQUISITES_OUTPUTS, type PrerequisitesOutput } from "./templates/prerequisites/outputs.ts";
export { dataBucketTemplate, type DataBucketOptions } from "./templates/dataBucketTemplate.ts";
export { engineTemplate, sshSecurityGroupOf } from "./templates/engineTemplate.ts";
export { clusterConfig, type ClusterConfig } from "./templates/cluster/clusterConfig.ts";
export type { ConfigComment, ConfigMap, ConfigValue } from "./templates/cluster/ConfigValue.ts";
export { headNodeScripts, queueScripts, type NodeScript } from "./templates/cluster/customActions.ts";
export type { SshAccess } from "./templates/cluster/headNodeConfig.ts";
export { mergeConfig } from "./templates/cluster/mergeConfig.ts";
export {
  clusterPlaceOf,
  prerequisiteOutput,
  requiredOutputs,
  type ClusterPlace,
} from "./templates/cluster/prerequisiteOutputs.ts";
export { renderClusterConfig, type ConfigMaker } from "./templates/cluster/renderClusterConfig.ts";
export {
  iamPolicyDocument,
  type PolicyDocument,
  type PolicyStatement,
} from "./templates/iamPolicyDocument.ts";
export { projectJsonSchema } from "./project/projectJsonSchema.ts";
export { projectReferencePage } from "./project/projectReferencePage.ts";
export { readGuideConfig, type GuideConfig } from "./guide/readGuideConfig.ts";
export { importGuideConfig, type ImportedProject } from "./guide/importGuideConfig.ts";
export { guideConfigOf } from "./guide/guideConfigOf.ts";
export { GUIDE_PREREQUISITES_STACK } from "./guide/guideKeys.ts";
export {
  DEFAULT_PARALLELCLUSTER_VERSION,
  isParallelClusterVersion,
  PARALLELCLUSTER_VERSIONS,
  type ParallelClusterVersion as CheckedParallelClusterVersion,
} from "./pcluster/versions.ts";
export {
  checkClusterConfig,
  validateClusterConfig,
  type CheckOptions,
  type OfflineCheckOptions,
  type ValidateOptions,
} from "./pcluster/validateClusterConfig.ts";
export type { CheckPhase, ClusterConfigReport, RuleResult } from "./pcluster/ClusterConfigReport.ts";
export type { FindingLevel, RuleAnswer } from "./pcluster/rules/finding.ts";
export * as clusterConfigRules from "./pcluster/rules/allRules.ts";
export { compareConfigs } from "./pcluster/changes/compareConfigs.ts";
export type { ConfigChange } from "./pcluster/changes/ConfigChange.ts";
export type { ChangeContext } from "./pcluster/changes/ChangeContext.ts";
export { POLICIES as UPDATE_POLICIES } from "./pcluster/changes/policies.ts";
export type { UpdatePolicyName } from "./pcluster/schema/updatePolicyName.ts";
export type {
  ConfigMap as ClusterConfigMap,
  ConfigValue as ClusterConfigValue,
} from "./pcluster/yaml/configValue.ts";
export { factsOfPart } from "./pcluster/aws/describedInstanceTypes.ts";
export { AwsLookupError } from "./pcluster/aws/AwsAnswer.ts";
export { isSuppression } from "./pcluster/suppression.ts";
export { loadFragment, type FragmentOptions, type FragmentVerdict } from "./pcluster/schema/loadFragment.ts";
export type { ClusterConfigAws, DryRunLaunch, OfficialImageSearch } from "./pcluster/aws/ClusterConfigAws.ts";
export { found, refused, type AwsAnswer, type AwsRefusal } from "./pcluster/aws/AwsAnswer.ts";
export type { InstanceFacts, InstanceTypeTable } from "./pcluster/aws/InstanceFacts.ts";
export { instanceFactsOf, instanceTypeTable } from "./pcluster/aws/instanceFactsOf.ts";
export { officialImageName } from "./pcluster/aws/officialImageName.ts";
export {
  diffClusterConfigs,
  diffConfigMaps,
  type ClusterConfigDiff,
  type DiffOptions,
} from "./pcluster/changes/diffClusterConfigs.ts";
export {
  officialChangeSet,
  type ChangeEffect,
  type CheckedChange,
  type OfficialChange,
  type OfficialCheck,
} from "./pcluster/changes/checkChanges.ts";
export { STOPPED_FLEET, type FleetState } from "./pcluster/changes/FleetState.ts";
export { clusterConfigJsonSchema } from "./pcluster/docs/clusterConfigJsonSchema.ts";
export { clusterConfigReferencePage } from "./pcluster/docs/clusterConfigReferencePage.ts";
export {
  pclusterDryRunAnswer,
  pclusterUpdateDryRunAnswer,
  refusedConfiguration,
  refusedUpdate,
  type PclusterAnswer,
  type PclusterBody,
  type PclusterMessage,
  type PclusterUpdateError,
} from "./pcluster/pclusterAnswers.ts";
export { rulesVersionFor } from "./check/rulesVersionFor.ts";
export { STAND_IN_OUTPUTS } from "./check/standInOutputs.ts";
export { validatorsThatAsk, type WaitingRequest } from "./check/validatorsThatAsk.ts";
export { clusterStatus } from "./clusters/clusterStatus.ts";
export { clusterSummary, clusterVersion, type ClusterSummary } from "./clusters/clusterSummary.ts";
export { configurationPlace, type ConfigurationPlace } from "./clusters/configurationPlace.ts";
export { instanceEntry, NODE_TYPES, type InstanceEntry, type NodeType } from "./clusters/instanceEntry.ts";
export { optionOf, readBatchScript, type BatchOption, type BatchScript } from "./jobs/BatchScript.ts";
export { checkJob, type JobProblem } from "./jobs/checkJob.ts";
export type { ClusterPartition } from "./jobs/ClusterPartition.ts";
export type { FinishedJob } from "./jobs/FinishedJob.ts";
export { followJob, type FollowedJob, type JobEvent } from "./jobs/followJob.ts";
export { headNodeOf, type HeadNode } from "./jobs/headNodeOf.ts";
export { parseJobRecords, type JobRecord } from "./jobs/JobRecord.ts";
export { jobRequestOf, type JobRequest } from "./jobs/JobRequest.ts";
export {
  CANCEL_SCRIPT,
  EVERY_NODE_SCRIPT,
  HISTORY_SCRIPT,
  QUEUE_SCRIPT,
  RECORDS_SCRIPT,
} from "./jobs/jobScripts.ts";
export { hasJobEnded, jobEndOf, worstEnd, type JobEnd } from "./jobs/jobStates.ts";
export { parseHistory } from "./jobs/parseHistory.ts";
export { parseQueue, type QueuedJob } from "./jobs/QueuedJob.ts";
export { readPartitions, submitJob, type JobSubmission, type SubmittedJob } from "./jobs/submitJob.ts";
export { remoteLines } from "./remote/remoteLines.ts";
export {
  readRemote,
  runRemote,
  type RemoteNode,
  type RemoteOutput,
  type RemoteScript,
} from "./remote/runRemote.ts";
export { changeFleet, type FleetEvent, type FleetWish } from "./fleet/changeFleet.ts";
export { clusterStreams, selectStreams, type ClusterStream } from "./logs/clusterStreams.ts";
export {
  decodeMessage,
  encodeMessage,
  FLAGS,
  jsonPayload,
  MESSAGE_TYPES,
  PAYLOAD_TYPES,
  textPayload,
  uint32Of,
  uint32Payload,
  type Digest,
  type SessionMessage,
} from "./ssm/SessionMessage.ts";
export { SessionStream, type SessionStreamOptions } from "./ssm/SessionStream.ts";
export { encodeSmux, SMUX, SMUX_DATA_BYTES, SmuxReader, type SmuxFrame } from "./ssm/smux.ts";
