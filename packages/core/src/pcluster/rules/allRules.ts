/** The rules of ParallelCluster, one function per official validator. */
export {
  additionalIamPolicyValidator,
  amiOsCompatibleValidator,
  customAmiTagValidator,
  fsxBackupIdValidator,
  iamPolicyValidator,
  instanceProfileValidator,
  keyPairValidator,
  kmsKeyValidator,
  launchTemplateValidator,
  roleValidator,
} from "./accountThings.ts";
export {
  awsBatchComputeInstanceTypeValidator,
  awsBatchFsxValidator,
  awsBatchInstancesArchitectureCompatibilityValidator,
} from "./awsBatch.ts";
export {
  amiVolumeSizeValidator,
  componentsValidator,
  instanceTypeSoftwareValidator,
  securityGroupsAndSubnetValidator,
} from "./buildImage.ts";
export {
  capacityBlockHealthStatusValidator,
  ultraserverCapacityBlockSizeValidator,
} from "./capacityBlocks.ts";
export {
  cliAttributeOverridesValidator,
  extraChefAttributesValidator,
  sharedStorageEfsSettingsValidator,
} from "./chefAttributes.ts";
export {
  awsBatchComputeResourceSizeValidator,
  computeResourceSizeValidator,
  headNodeMemorySizeValidator,
  maxCountValidator,
  numberOfStorageValidator,
  sharedEbsPerformanceBottleNeckValidator,
} from "./counts.ts";
export { databaseUriValidator } from "./database.ts";
export {
  additionalSssdConfigsValidator,
  domainAddrValidator,
  domainNameValidator,
  ldapTlsReqCertValidator,
} from "./directoryService.ts";
export {
  ebsVolumeIopsValidator,
  ebsVolumeSizeSnapshotValidator,
  ebsVolumeThroughputIopsValidator,
  ebsVolumeThroughputValidator,
  ebsVolumeTypeSizeValidator,
  kmsKeyIdEncryptedValidator,
  rootVolumeEncryptionConsistencyValidator,
  rootVolumeSizeValidator,
  sharedEbsVolumeIdValidator,
} from "./ebs.ts";
export {
  efaMultiAzValidator,
  efaPlacementGroupValidator,
  efaSecurityGroupValidator,
  efaValidator,
} from "./efa.ts";
export { deletionPolicyValidator, efsAccessPointOptionsValidator, efsMountOptionsValidator } from "./efs.ts";
export {
  efsIdValidator,
  existingFsxNetworkingValidator,
  unmanagedFsxMultiAzValidator,
} from "./existingStorage.ts";
export {
  instancesAcceleratorsValidator,
  instancesAllocationStrategyValidator,
  instancesCPUValidator,
  instancesEFAValidator,
  instancesMemorySchedulingWarningValidator,
  instancesNetworkingValidator,
} from "./flexibleInstances.ts";
export {
  fsxBackupOptionsValidator,
  fsxDraValidator,
  fsxPersistentOptionsValidator,
  fsxS3Validator,
  fsxStorageCapacityValidator,
  fsxStorageTypeOptionsValidator,
} from "./fsxLustre.ts";
export { iamResourcePrefixValidator } from "./iamPrefix.ts";
export {
  capacityTypeValidator,
  instanceArchitectureCompatibilityValidator,
  instanceTypeAcceleratorManufacturerValidator,
  instanceTypeBaseAMICompatibleValidator,
  instanceTypeMemoryInfoValidator,
  instanceTypePlacementGroupValidator,
  instanceTypeValidator,
  schedulableMemoryValidator,
} from "./instanceTypes.ts";
export { computeResourceLaunchTemplateValidator, headNodeLaunchTemplateValidator } from "./launch.ts";
export { detailedMonitoringValidator, logRotationValidator } from "./monitoring.ts";
export {
  duplicateMountDirValidator,
  overlappingMountDirValidator,
  sharedFileCacheNotHomeValidator,
  sharedStorageMountDirValidator,
} from "./mountDirs.ts";
export { multiNetworkInterfacesInstancesValidator } from "./multiNetworkInterfaces.ts";
export {
  clusterNameValidator,
  duplicateNameValidator,
  nameValidator,
  sharedStorageNameValidator,
} from "./names.ts";
export {
  elasticIpValidator,
  hostedZoneValidator,
  lambdaFunctionsVpcConfigValidator,
  mixedSecurityGroupOverwriteValidator,
  queueSubnetsValidator,
  securityGroupsValidator,
  singleInstanceTypeSubnetValidator,
  subnetsValidator,
} from "./networking.ts";
export {
  architectureOsValidator,
  dcvValidator,
  efaOsArchitectureValidator,
  fsxArchitectureOsValidator,
  instanceTypeOSCompatibleValidator,
  intelHpcArchitectureValidator,
  intelHpcOsValidator,
  osCustomAmiValidator,
  schedulerOsValidator,
} from "./operatingSystems.ts";
export {
  multiAzPlacementGroupValidator,
  placementGroupCapacityTypeValidator,
  placementGroupNamingValidator,
} from "./placementGroups.ts";
export { featureRegionValidator, REGION_FEATURES, regionValidator } from "./region.ts";
export { capacityReservationResourceGroupValidator } from "./reservationGroups.ts";
export { placementGroupCapacityReservationValidator } from "./reservationPlacement.ts";
export { capacityReservationSizeValidator, capacityReservationValidator } from "./reservations.ts";
export {
  headNodeImdsValidator,
  loginNodesSchedulerValidator,
  schedulerDisableSudoAccessForDefaultUserValidator,
  schedulerValidator,
} from "./scheduler.ts";
export {
  arnServiceAndResourceValidator,
  mungeKeySecretSizeAndBase64Validator,
  passwordSecretArnValidator,
} from "./secrets.ts";
export {
  customSlurmNodeNamesValidator,
  customSlurmSettingsIncludeFileOnlyValidator,
  customSlurmSettingsValidator,
  externalSlurmdbdRequiresCustomMungeKey,
  externalSlurmdbdTrafficNotEncrypted,
  externalSlurmdbdVsDatabaseIncompatibility,
  slurmNodePrioritiesWarningValidator,
} from "./slurmSettings.ts";
export {
  managedFsxMultiAzValidator,
  multiAzEbsVolumeValidator,
  multiAzRootVolumeValidator,
} from "./storageZones.ts";
export { computeResourceTagsValidator } from "./tags.ts";
export {
  fsxAutoImportValidator,
  s3BucketRegionValidator,
  s3BucketUriValidator,
  s3BucketValidator,
  urlValidator,
} from "./urls.ts";
export { limitsOf, type VersionLimits } from "./versionLimits.ts";
export type { Finding, Findings, RuleAnswer } from "./finding.ts";
