import type { InstanceTypeFacts, TemplateFacts } from "../template/TemplateFacts.ts";
import { versionFacts } from "../versions/versionFacts.ts";

export const TEST_SUBNET_ID = "subnet-12345678";

/** Facts of an account in which everything that a test's configuration names exists. */
export function templateFacts(version: string, changes: Partial<TemplateFacts> = {}): TemplateFacts {
  const facts = versionFacts(version);
  if (facts === undefined) throw new Error(`no facts for ParallelCluster ${version}`);
  return {
    clusterName: "ml-cluster",
    region: "us-west-2",
    version: facts,
    bucket: "parallelcluster-0123456789abcdef-v1-do-not-delete",
    artifactDirectory: `parallelcluster/${version}/clusters/ml-cluster-0123456789abcdef`,
    configVersion: "config-version",
    impliedConfigVersion: "implied-config-version",
    instanceTypesVersion: "instance-types-version",
    changeSetKey: undefined,
    generatedAtMs: Date.UTC(2026, 10, 23, 17, 12, 7),
    logGroupName: "/aws/parallelcluster/ml-cluster-202611231712",
    officialImage: { imageId: "ami-00000000000000001", rootDeviceName: "/dev/sda1", rootVolumeGiB: 45 },
    images: {},
    subnets: { [TEST_SUBNET_ID]: { vpcId: "vpc-12345678", availabilityZone: "us-west-2a" } },
    instanceTypes: {
      "t3.micro": typeFacts({ vcpus: 2 }),
      "m5.8xlarge": typeFacts({ vcpus: 32 }),
      "c5.xlarge": typeFacts({ vcpus: 4 }),
      "c5a.xlarge": typeFacts({ vcpus: 4 }),
      "c5.2xlarge": typeFacts({ vcpus: 8 }),
      "p5.48xlarge": typeFacts({
        vcpus: 192,
        efaSupported: true,
        hasInstanceStorage: true,
        cardInterfaceLimits: Array.from({ length: 32 }, () => 2),
      }),
    },
    fileSystems: {
      fsx: {
        fileSystemId: "fs-0lustre",
        dnsName: "fs-0lustre.fsx.us-west-2.amazonaws.com",
        mountName: "abcdefgh",
        junctionPath: "",
      },
      HomeDirs: {
        fileSystemId: "fs-0openzfs",
        dnsName: "fs-0openzfs.fsx.us-west-2.amazonaws.com",
        mountName: "",
        junctionPath: "/fsx",
      },
    },
    reservationTypes: {},
    ...changes,
  };
}

function typeFacts(changes: Partial<InstanceTypeFacts>): InstanceTypeFacts {
  return {
    architecture: "x86_64",
    threadsPerCore: 2,
    vcpus: 2,
    ebsOptimizedSupported: true,
    efaSupported: false,
    cardInterfaceLimits: [4],
    hasInstanceStorage: false,
    ...changes,
  };
}
