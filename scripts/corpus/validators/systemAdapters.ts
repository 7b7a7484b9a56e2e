import { clusterConfigRules as rules } from "@trainyard/core";
import type { ValidatorAdapter, ValidatorCall } from "./ValidatorAdapter.ts";

/** Operating systems, architectures, and what depends on them. */
export const systemAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  SchedulerOsValidator: (call) =>
    rules.schedulerOsValidator({ ...systemOf(call), scheduler: call.given.text("scheduler") }),
  OsCustomAmiValidator: (call) =>
    rules.osCustomAmiValidator({ ...systemOf(call), customAmi: call.given.optionalText("custom_ami") }),
  ArchitectureOsValidator: (call) => rules.architectureOsValidator(systemOf(call)),
  FsxArchitectureOsValidator: (call) => rules.fsxArchitectureOsValidator(systemOf(call)),
  EfaOsArchitectureValidator: (call) =>
    rules.efaOsArchitectureValidator({ ...systemOf(call), efaEnabled: call.given.flag("efa_enabled") }),
  IntelHpcOsValidator: (call) => rules.intelHpcOsValidator(systemOf(call)),
  IntelHpcArchitectureValidator: (call) => rules.intelHpcArchitectureValidator(systemOf(call)),
  InstanceTypeOSCompatibleValidator: (call) =>
    rules.instanceTypeOSCompatibleValidator({
      ...systemOf(call),
      instanceType: call.given.text("instance_type"),
    }),
  DcvValidator: (call) => {
    const { given } = call;
    return rules.dcvValidator({
      ...systemOf(call),
      instanceType: given.text("instance_type"),
      dcvEnabled: given.optionalFlag("dcv_enabled"),
      allowedIps: given.optionalText("allowed_ips"),
      port: given.optionalNumber("port"),
      gpuCount: undefined,
    });
  },
};

function systemOf({ given, limits }: ValidatorCall) {
  return { limits, os: given.text("os"), architecture: given.text("architecture") };
}
