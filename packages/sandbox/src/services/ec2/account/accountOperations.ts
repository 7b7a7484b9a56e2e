import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { defaultVpcOf } from "../network/vpcs.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { ec2State } from "../state/ec2Store.ts";
import { quotas, quotaValue } from "./quota.ts";

export const accountOperations = defineOperations<"ec2">()({
  DescribeAccountAttributes: {
    members: ["AttributeNames", "DryRun"],
    run(input, context) {
      const addresses = String(quotaValue(context, quotas.elasticIps));
      const values = {
        "supported-platforms": "VPC",
        "default-vpc": defaultVpcOf(context)?.id ?? "none",
        "max-instances": "20",
        "vpc-max-security-groups-per-interface": "5",
        "max-elastic-ips": addresses,
        "vpc-max-elastic-ips": addresses,
      };
      const wanted: readonly string[] = input.AttributeNames ?? [];
      refuseDryRun(input.DryRun);
      return {
        AccountAttributes: Object.entries(values)
          .filter(([name]) => wanted.length === 0 || wanted.includes(name))
          .map(([AttributeName, AttributeValue]) => ({
            AttributeName,
            AttributeValues: [{ AttributeValue }],
          })),
      };
    },
  },
  GetEbsEncryptionByDefault: {
    members: ["DryRun"],
    run(input, context) {
      refuseDryRun(input.DryRun);
      return { EbsEncryptionByDefault: ec2State(context).account.ebsEncryptionByDefault };
    },
  },
  EnableEbsEncryptionByDefault: {
    members: ["DryRun"],
    run(input, context) {
      refuseDryRun(input.DryRun);
      ec2State(context).account.ebsEncryptionByDefault = true;
      return { EbsEncryptionByDefault: true };
    },
  },
  DisableEbsEncryptionByDefault: {
    members: ["DryRun"],
    run(input, context) {
      refuseDryRun(input.DryRun);
      ec2State(context).account.ebsEncryptionByDefault = false;
      return { EbsEncryptionByDefault: false };
    },
  },
  GetEbsDefaultKmsKeyId: {
    members: ["DryRun"],
    run(input, context) {
      refuseDryRun(input.DryRun);
      return { KmsKeyId: ec2State(context).account.ebsDefaultKmsKeyId };
    },
  },
  ModifyEbsDefaultKmsKeyId: {
    members: ["DryRun", "KmsKeyId"],
    run(input, context) {
      const key = required(input.KmsKeyId, "KmsKeyId");
      refuseDryRun(input.DryRun);
      ec2State(context).account.ebsDefaultKmsKeyId = key;
      return { KmsKeyId: key };
    },
  },
  GetInstanceMetadataDefaults: {
    members: ["DryRun"],
    run(input, context) {
      const { metadataDefaults: defaults } = ec2State(context).account;
      refuseDryRun(input.DryRun);
      return {
        AccountLevel: {
          ...(defaults.httpTokens === undefined ? {} : { HttpTokens: defaults.httpTokens }),
          ...(defaults.httpPutResponseHopLimit === undefined
            ? {}
            : { HttpPutResponseHopLimit: defaults.httpPutResponseHopLimit }),
          ...(defaults.httpEndpoint === undefined ? {} : { HttpEndpoint: defaults.httpEndpoint }),
          ...(defaults.instanceMetadataTags === undefined
            ? {}
            : { InstanceMetadataTags: defaults.instanceMetadataTags }),
          ManagedBy: "account",
        },
      };
    },
  },
  ModifyInstanceMetadataDefaults: {
    members: ["DryRun", "HttpEndpoint", "HttpPutResponseHopLimit", "HttpTokens", "InstanceMetadataTags"],
    run(input, context) {
      const { metadataDefaults: defaults } = ec2State(context).account;
      refuseDryRun(input.DryRun);
      // `no-preference` takes the account's word back
      if (input.HttpTokens === "no-preference") delete defaults.httpTokens;
      else if (input.HttpTokens !== undefined)
        defaults.httpTokens = oneOf(input.HttpTokens, ["optional", "required"], "HttpTokens");
      if (input.HttpPutResponseHopLimit === -1) delete defaults.httpPutResponseHopLimit;
      else if (input.HttpPutResponseHopLimit !== undefined)
        defaults.httpPutResponseHopLimit = input.HttpPutResponseHopLimit;
      if (input.HttpEndpoint === "no-preference") delete defaults.httpEndpoint;
      else if (input.HttpEndpoint !== undefined)
        defaults.httpEndpoint = oneOf(input.HttpEndpoint, ["enabled", "disabled"], "HttpEndpoint");
      if (input.InstanceMetadataTags === "no-preference") delete defaults.instanceMetadataTags;
      else if (input.InstanceMetadataTags !== undefined)
        defaults.instanceMetadataTags = oneOf(
          input.InstanceMetadataTags,
          ["enabled", "disabled"],
          "InstanceMetadataTags",
        );
      return { Return: true };
    },
  },
});
