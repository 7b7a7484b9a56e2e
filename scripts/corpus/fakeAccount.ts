import { z } from "zod";

const ruleSchema = z.object({
  IpProtocol: z.string(),
  FromPort: z.number().optional(),
  ToPort: z.number().optional(),
  IpRanges: z.array(z.object({ CidrIp: z.string() })).default([]),
  UserIdGroupPairs: z.array(z.object({ GroupId: z.string() })).default([]),
  PrefixListIds: z.array(z.object({ PrefixListId: z.string() })).default([]),
});

const fsxSchema = z.object({
  id: z.string(),
  type: z.enum(["LUSTRE", "OPENZFS", "ONTAP", "WINDOWS"]),
  vpc: z.string(),
  subnets: z.array(z.string()),
  networkInterfaces: z.array(z.string()),
});

const instanceTypeSchema = z.object({
  instanceType: z.string(),
  vcpus: z.number(),
  cores: z.number(),
  threadsPerCore: z.number(),
  memoryMiB: z.number(),
  architectures: z.array(z.string()),
  currentGeneration: z.boolean().default(true),
  bareMetal: z.boolean().default(false),
  efaSupported: z.boolean(),
  maxEfaInterfaces: z.number(),
  networkCards: z.number(),
  networkPerformance: z.string().default(""),
  usageClasses: z.array(z.string()),
  placementStrategies: z.array(z.string()),
  instanceStorageGB: z.number().optional(),
  gpus: z
    .object({ count: z.number(), name: z.string(), manufacturer: z.string(), memoryMiBEach: z.number() })
    .optional(),
});

/** The facts of a recorded account (`fake-aws.json`), as far as the rules ask for them. */
export const fakeAccountSchema = z.object({
  region: z.string(),
  availabilityZones: z.array(z.string()),
  instanceTypes: z.object({
    additional: z.array(instanceTypeSchema),
    offerings: z.object({ exceptions: z.record(z.string(), z.array(z.string())) }),
  }),
  vpcs: z.array(z.object({ id: z.string(), enableDnsSupport: z.boolean(), enableDnsHostnames: z.boolean() })),
  subnets: z.array(
    z.object({
      id: z.string(),
      vpc: z.string(),
      az: z.string(),
      cidr: z.string(),
      mapPublicIpOnLaunch: z.boolean(),
      freeAddresses: z.number(),
    }),
  ),
  securityGroups: z.array(
    z.object({ id: z.string(), vpc: z.string(), ingress: z.array(ruleSchema), egress: z.array(ruleSchema) }),
  ),
  networkInterfaces: z.array(
    z.object({ id: z.string(), vpc: z.string(), subnet: z.string(), groups: z.array(z.string()) }),
  ),
  keyPairs: z.array(z.object({ name: z.string(), type: z.string() })),
  images: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      owner: z.string(),
      architecture: z.string(),
      description: z.string().nullish(),
      creationDate: z.string(),
      rootDevice: z.string(),
      volumeSizeGiB: z.number(),
      state: z.string().default("available"),
      tags: z.record(z.string(), z.string()).default({}),
    }),
  ),
  placementGroups: z.array(z.object({ name: z.string() })),
  capacityReservations: z.array(
    z.object({
      id: z.string(),
      instanceType: z.string(),
      az: z.string(),
      totalInstanceCount: z.number(),
      availableInstanceCount: z.number(),
      platform: z.string(),
      state: z.string(),
      reservationType: z.string().nullable(),
      placementGroupArn: z.string().nullable(),
      tags: z.record(z.string(), z.string()),
    }),
  ),
  capacityBlockStatuses: z.array(
    z.object({
      capacityBlockId: z.string(),
      reservation: z.string(),
      interconnectStatus: z.string().nullish(),
      totalCapacity: z.number().nullish(),
    }),
  ),
  resourceGroups: z.array(
    z.object({ arn: z.string(), serviceLinked: z.boolean(), reservations: z.array(z.string()) }),
  ),
  addresses: z.array(z.object({ publicIp: z.string(), allocationId: z.string() })),
  volumes: z.array(z.object({ id: z.string(), az: z.string(), state: z.string() })),
  snapshots: z.array(z.object({ id: z.string(), sizeGiB: z.number().nullish(), state: z.string() })),
  launchTemplates: z.array(
    z.object({ id: z.string(), version: z.number(), properties: z.array(z.string()) }),
  ),
  efs: z.array(
    z.object({
      id: z.string(),
      oneZoneAz: z.string().nullable(),
      mountTargets: z.array(z.object({ id: z.string(), subnet: z.string(), groups: z.array(z.string()) })),
    }),
  ),
  fsx: z.object({
    fileSystems: z.array(fsxSchema),
    volumes: z.array(z.object({ id: z.string(), fileSystem: z.string() })),
    fileCaches: z.array(fsxSchema),
    backups: z.array(z.string()),
  }),
  s3: z.object({
    buckets: z.array(
      z.object({
        name: z.string(),
        region: z.string(),
        versioning: z.string().nullable(),
        access: z.string(),
        objects: z.array(z.string()),
      }),
    ),
  }),
  https: z.object({
    urls: z.array(
      z.object({
        url: z.string(),
        status: z.number().optional(),
        reason: z.string().optional(),
        urlError: z.string().optional(),
      }),
    ),
  }),
  iam: z.object({
    roles: z.array(z.string()),
    instanceProfiles: z.array(z.object({ name: z.string() })),
    policies: z.array(z.string()),
  }),
  kmsKeys: z.array(z.string()),
  secrets: z.array(
    z.object({ arn: z.string(), value: z.string().optional(), access: z.string().optional() }),
  ),
  hostedZones: z.array(
    z.object({ id: z.string(), name: z.string(), private: z.boolean(), vpcs: z.array(z.string()) }),
  ),
});

export type FakeAccount = z.infer<typeof fakeAccountSchema>;
