import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadProject } from "../../project/loadProject.ts";
import {
  GUIDE_OUTPUTS,
  resolvedProject,
  type ProjectChanges,
} from "../../project/testing/resolvedProject.ts";
import { clusterConfig } from "./clusterConfig.ts";
import type { ConfigMap } from "./ConfigValue.ts";
import { renderClusterConfig } from "./renderClusterConfig.ts";

function configOf(changes: ProjectChanges = {}): ConfigMap {
  return clusterConfig(resolvedProject(changes), GUIDE_OUTPUTS).value;
}

const MAKER = { trainyardVersion: "0.1.0", projectName: "ml-cluster", parallelClusterVersion: "3.13.1" };

describe("the guide's vanilla cluster", () => {
  test("is what the smallest project gives, with the reasons beside the values", () => {
    expect(renderClusterConfig(clusterConfig(resolvedProject(), GUIDE_OUTPUTS), MAKER))
      .toMatchInlineSnapshot(`
      "# Configuration of the cluster ml-cluster for AWS ParallelCluster 3.13.1.
      # Made by trainyard 0.1.0 from the project file: change that, not this text.

      Region: us-west-2
      Imds:
        ImdsSupport: v2.0
      Image:
        Os: ubuntu2204
      HeadNode:
        InstanceType: m5.8xlarge
        Networking:
          SubnetId: subnet-0aaaaaaaaaaaaaaaa
          AdditionalSecurityGroups:
            - sg-0123456789abcdef0
        Ssh:
          KeyName: ml-cluster
          AllowedIps: 127.0.0.1/32 # nobody: the project lists no range in access.sshFrom
        LocalStorage:
          RootVolume:
            Size: 500
            DeleteOnTermination: true
        Iam:
          AdditionalIamPolicies:
            - Policy: arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
            - Policy: arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
            - Policy: arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly
        Imds:
          Secured: true
        CustomActions:
          OnNodeConfigured:
            Sequence:
              - Script: https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts/6159b8922a63a79a2d5c067f2a1484b696c8c164/docker/postinstall.sh # Docker
              - Script: https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts/5f87e2af8e3bce3c5dc2e699336b3cd36e3aaa1f/enable-pyxis/head-node/postscript.sh # Pyxis and Enroot
      Scheduling:
        Scheduler: slurm
        SlurmSettings:
          ScaledownIdletime: 60
          QueueUpdateStrategy: DRAIN
          CustomSlurmSettings:
            - JobCompType: jobcomp/filetxt
            - JobCompLoc: /home/slurm/slurm-job-completions.txt
            - JobAcctGatherType: jobacct_gather/linux
        SlurmQueues:
          - Name: compute-gpu
            CapacityType: ONDEMAND # cr-0123456789abcdef0 is an On-Demand Capacity Reservation
            Networking:
              SubnetIds:
                - subnet-0bbbbbbbbbbbbbbbb
              PlacementGroup:
                Enabled: false # the reservation is in no placement group of this account
              AdditionalSecurityGroups:
                - sg-0123456789abcdef0
            ComputeSettings:
              LocalStorage:
                EphemeralVolume:
                  MountDir: /scratch
                RootVolume:
                  Size: 512
            ComputeResources:
              - Name: distributed-ml
                InstanceType: p5.48xlarge
                MinCount: 16 # all nodes stay up
                MaxCount: 16
                Efa:
                  Enabled: true
                CapacityReservationTarget:
                  CapacityReservationId: cr-0123456789abcdef0
            CustomActions:
              OnNodeStart:
                Sequence:
                  - Script: https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts/5f87e2af8e3bce3c5dc2e699336b3cd36e3aaa1f/enable-pyxis/compute-node/postscript.sh # Pyxis and Enroot
              OnNodeConfigured:
                Sequence:
                  - Script: https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts/6159b8922a63a79a2d5c067f2a1484b696c8c164/docker/postinstall.sh # Docker
                  - Script: https://raw.githubusercontent.com/aws-samples/aws-parallelcluster-post-install-scripts/220dc02f40252859aea9d1f926d03eabc82b4635/nccl/postinstall.sh # NCCL v2.26.6-1, AWS OFI NCCL v1.14.2
                    Args:
                      - v2.26.6-1
                      - v1.14.2
      SharedStorage:
        - Name: HomeDirs
          MountDir: /home
          StorageType: FsxOpenZfs
          FsxOpenZfsSettings:
            VolumeId: fsvol-0123456789abcdef0
        - Name: fsx
          MountDir: /fsx
          StorageType: FsxLustre
          FsxLustreSettings:
            FileSystemId: fs-0160ebe1881498442
      Monitoring:
        DetailedMonitoring: true
        Logs:
          CloudWatch:
            Enabled: true
            RetentionInDays: 180
        Dashboards:
          CloudWatch:
            Enabled: true
        Alarms:
          Enabled: true
      Tags:
        - Key: Grafana
          Value: "true"
        - Key: trainyard:project
          Value: ml-cluster
      "
    `);
  });

  test("is the same text each time, and YAML of the same values", () => {
    const text = renderClusterConfig(clusterConfig(resolvedProject(), GUIDE_OUTPUTS), MAKER);
    expect(renderClusterConfig(clusterConfig(resolvedProject(), GUIDE_OUTPUTS), MAKER)).toBe(text);
    expect(parse(text)).toEqual(configOf());
  });
});

const QUEUE = ["Scheduling", "SlurmQueues", 0];
const RESOURCE = [...QUEUE, "ComputeResources", 0];
const CASES: readonly {
  readonly when: string;
  readonly changes: ProjectChanges;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}[] = [
  {
    when: "the reservation is a block",
    changes: { account: { kind: "capacity-block" } },
    path: [...QUEUE, "CapacityType"],
    value: "CAPACITY_BLOCK",
  },
  { when: "the reservation is on-demand", changes: {}, path: [...QUEUE, "CapacityType"], value: "ONDEMAND" },
  {
    when: "the market is spot",
    changes: {
      text: "capacity: { market: spot, instanceType: p5.48xlarge, count: 2, zone: us-west-2a, maxSpotUsdPerHour: 40 }",
    },
    path: [...RESOURCE, "SpotPrice"],
    value: 40,
  },
  {
    when: "the reservation has the account's placement group",
    changes: { account: { placementGroupArn: "arn:aws:ec2:us-west-2:123456789012:placement-group/train" } },
    path: [...QUEUE, "Networking", "PlacementGroup"],
    value: { Enabled: true, Name: "train" },
  },
  {
    when: "only some nodes are static",
    changes: { text: "capacity: { reservation: cr-0123456789abcdef0, static: 2 }" },
    path: [...RESOURCE, "MinCount"],
    value: 2,
  },
  {
    when: "one range may use SSH",
    changes: { text: "access: { sshFrom: [203.0.113.0/24] }" },
    path: ["HeadNode", "Ssh", "AllowedIps"],
    value: "203.0.113.0/24",
  },
  {
    when: "no range may use SSH",
    changes: {},
    path: ["HeadNode", "Ssh", "AllowedIps"],
    value: "127.0.0.1/32",
  },
  {
    when: "Systems Manager is off",
    changes: { text: "access: { ssm: false }\nheadNode: { policies: [] }" },
    path: ["HeadNode", "Iam", "AdditionalIamPolicies"],
    value: [],
  },
  {
    when: "the head node is private",
    changes: { text: "headNode: { subnet: private }" },
    path: ["HeadNode", "Networking", "SubnetId"],
    value: "subnet-0bbbbbbbbbbbbbbbb",
  },
  {
    when: "accounting uses a database",
    changes: {
      text: 'accounting: { database: { uri: "db:3306", userName: slurm, passwordSecret: "arn:aws:secretsmanager:us-west-2:123456789012:secret:a" } }',
    },
    path: ["Scheduling", "SlurmSettings", "CustomSlurmSettings"],
    value: [{ JobCompType: "jobcomp/filetxt" }, { JobCompLoc: "/home/slurm/slurm-job-completions.txt" }],
  },
  {
    when: "there are login nodes",
    changes: { text: "login: { count: 2 }" },
    path: ["LoginNodes", "Pools", 0, "Count"],
    value: 2,
  },
  {
    when: "users come from a directory",
    changes: {
      text: 'directory: { domainName: corp.example.com, address: "ldaps://corp.example.com", readOnlyUser: "cn=reader", passwordSecret: "arn:aws:secretsmanager:us-west-2:123456789012:secret:a" }',
    },
    path: ["DirectoryService", "LdapTlsReqCert"],
    value: "hard",
  },
  {
    when: "logs are off",
    changes: { text: "monitoring: { logs: false }" },
    path: ["Monitoring", "Logs"],
    value: { CloudWatch: { Enabled: false } },
  },
  {
    when: "a scratch file system exists",
    changes: { text: "storage: { scratch: { fileSystemId: fs-0123456789abcdef0 } }" },
    path: ["SharedStorage", 1, "FsxLustreSettings", "FileSystemId"],
    value: "fs-0123456789abcdef0",
  },
  {
    when: "nothing is installed",
    changes: {
      text: "software: { docker: { install: false }, nccl: { install: false }, pyxis: { enable: false } }",
    },
    path: [...QUEUE, "CustomActions"],
    value: undefined,
  },
];

test.each(CASES)("when $when, $path is $value", ({ changes, path, value }) => {
  expect(valueAt(configOf(changes), path)).toEqual(value);
});

describe("scripts of the nodes", () => {
  test("each address names a commit", () => {
    const urls = JSON.stringify(configOf()).match(/https:[^"]+/g) ?? [];
    expect(urls).toHaveLength(5);
    expect(urls.filter((url) => !/\/[0-9a-f]{40}\//.test(url))).toEqual([]);
  });

  test("NCCL is not built where there are no NVIDIA GPUs, and not on the head node", () => {
    const trainium = configOf({ account: { instanceType: "trn1.32xlarge" } });
    expect(JSON.stringify(trainium)).not.toContain("nccl");
    expect(JSON.stringify(configOf()["HeadNode"])).not.toContain("nccl");
  });

  test("a script of the project's own runs last, with its arguments, where the project says", () => {
    const text =
      "software: { scripts: [{ name: motd, url: 's3://b/motd.sh', args: [hello], nodes: head, when: start }] }";
    expect(valueAt(configOf({ text }), ["HeadNode", "CustomActions", "OnNodeStart"])).toEqual({
      Sequence: [{ Script: "s3://b/motd.sh", Args: ["hello"] }],
    });
  });
});

describe("the raw `cluster:` block", () => {
  test("is laid over the queue of the same name, and comments of changed values go", () => {
    const config = clusterConfig(
      resolvedProject({
        text: "cluster: { Scheduling: { SlurmQueues: [{ Name: compute-gpu, CapacityType: SPOT, HealthChecks: { Gpu: { Enabled: true } } }] } }",
      }),
      GUIDE_OUTPUTS,
    );
    expect(valueAt(config.value, QUEUE)).toMatchObject({
      Name: "compute-gpu",
      CapacityType: "SPOT",
      HealthChecks: { Gpu: { Enabled: true } },
      ComputeResources: [{ Name: "distributed-ml" }],
    });
    expect(config.comments.map(({ path }) => path.join("."))).not.toContain(
      "Scheduling.SlurmQueues.0.CapacityType",
    );
  });
});

describe("the remarks of the raw `cluster:` block", () => {
  const text = `cluster:
  # why the queue is another one
  Scheduling:
    SlurmQueues:
      # a queue of its own
      - Name: debug # small
        ComputeResources:
          - Name: nodes
            # one is enough
            MinCount: 0
      - Name: compute-gpu
        # checked since the last outage
        HealthChecks: { Gpu: { Enabled: true } }
  Monitoring: null # none at all
`;
  const { project, source } = loadProject(
    `name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n${text}`,
    { fileName: "trainyard.yaml" },
  );
  const clusterComments = source.commentsAt(["cluster"]);
  const config = clusterConfig({ ...resolvedProject(), project, clusterComments }, GUIDE_OUTPUTS);

  test("stand in the merged configuration where their values stand", () => {
    const remarks = config.comments.filter(({ place }) => place !== undefined);
    expect(remarks.map(({ path, text: remark }) => `${path.join(".")}: ${remark}`)).toEqual([
      "Scheduling: why the queue is another one",
      "Scheduling.SlurmQueues.1: a queue of its own",
      "Scheduling.SlurmQueues.1.Name: small",
      "Scheduling.SlurmQueues.1.ComputeResources.0.MinCount: one is enough",
      "Scheduling.SlurmQueues.0.HealthChecks: checked since the last outage",
    ]);
  });

  test("are written with the configuration, and the order of keys stays", () => {
    expect(renderClusterConfig(config, MAKER)).toContain(`      # checked since the last outage
      HealthChecks:
        Gpu:
          Enabled: true
    # a queue of its own
    - Name: debug # small
      ComputeResources:
        - Name: nodes
          # one is enough
          MinCount: 0
`);
    expect(Object.keys(config.value)).toEqual(Object.keys(configOf()).filter((key) => key !== "Monitoring"));
  });
});

describe("outputs of the prerequisites", () => {
  test("are also read by the names that the guide's template once had", () => {
    const former = {
      PUBLIC_SUBNET: "subnet-0aaaaaaaaaaaaaaaa",
      PRIMARY_PRIVATE_SUBNET: "subnet-0bbbbbbbbbbbbbbbb",
      SECURITY_GROUP: "sg-0123456789abcdef0",
      FSX_LUSTRE_FILESYSTEM_ID: "fs-0160ebe1881498442",
      FSX_OPENZFS_ROOT_VOLUME_ID: "fsvol-0123456789abcdef0",
    };
    expect(clusterConfig(resolvedProject(), former).value).toEqual(configOf());
  });

  test("that are missing are named", () => {
    const { SecurityGroup: _missing, ...outputs } = GUIDE_OUTPUTS;
    expect(() => clusterConfig(resolvedProject(), outputs)).toThrowError(
      expect.objectContaining({ code: "STACK_CONFLICT", message: expect.stringContaining("SecurityGroup") }),
    );
  });
});

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) => (typeof found === "object" && found !== null ? Reflect.get(found, step) : undefined),
    value,
  );
}
