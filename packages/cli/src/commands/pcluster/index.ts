import { defineCommand } from "../../command/defineCommand.ts";

const NOTE = "Prints JSON of the official command's shape, and ends with its exit code.";
const group = "More";

const clusterName = {
  "cluster-name": { type: "string", short: "n", value: "NAME", help: "Name of the cluster" },
} as const;

const dryRunFlags = {
  ...clusterName,
  "cluster-configuration": {
    type: "string",
    short: "c",
    value: "FILE",
    help: "Configuration of the cluster",
  },
  dryrun: {
    type: "string",
    value: "BOOL",
    help: "Check only; must be true here",
    choices: ["true", "false"],
  },
  "suppress-validators": {
    type: "list",
    takesMany: true,
    value: "NAME",
    help: "ALL, or type:NAME of a validator",
  },
  "validation-failure-level": {
    type: "string",
    value: "LEVEL",
    help: "Level that fails",
    choices: ["INFO", "WARNING", "ERROR"],
  },
} as const;

const createCluster = defineCommand({
  path: ["pcluster", "create-cluster"],
  group,
  summary: "Check with the account what creating a cluster would say",
  description: `${NOTE} That code is 1 also when the cluster could be created. Clusters are made by up.`,
  examples: [
    "pcluster create-cluster --cluster-name ml --cluster-configuration cluster.yaml --dryrun true",
    "pcluster create-cluster -n ml -c cluster.yaml --dryrun true --suppress-validators type:KeyPairValidator --sandbox",
  ],
  flags: {
    ...dryRunFlags,
    "parallelcluster-version": {
      type: "string",
      value: "V",
      help: "Version whose rules apply; default: 3.13.1",
    },
    "rollback-on-failure": {
      type: "string",
      value: "BOOL",
      help: "Taken as the official command does; a check rolls nothing back",
      choices: ["true", "false"],
    },
  },
  load: async () => (await import("./createCluster.handler.ts")).handleCreateCluster,
});

const updateCluster = defineCommand({
  path: ["pcluster", "update-cluster"],
  group,
  summary: "Check with the account what updating a cluster would say",
  description: `${NOTE} That code is 1 also when the update could be made. The rules are those of the cluster's version.`,
  examples: ["pcluster update-cluster -n ml -c cluster.yaml --dryrun true"],
  flags: {
    ...dryRunFlags,
    "force-update": {
      type: "string",
      value: "BOOL",
      help: "Pass over changes that the update policies refuse",
      choices: ["true", "false"],
    },
  },
  load: async () => (await import("./updateCluster.handler.ts")).handleUpdateCluster,
});

const listClusters = defineCommand({
  path: ["pcluster", "list-clusters"],
  group,
  summary: "List the ParallelCluster clusters of a region",
  description: NOTE,
  examples: ["pcluster list-clusters --region us-west-2"],
  flags: {
    "cluster-status": {
      type: "list",
      takesMany: true,
      value: "STATUS",
      help: "Only clusters in these states",
      choices: [
        "CREATE_IN_PROGRESS",
        "CREATE_FAILED",
        "CREATE_COMPLETE",
        "DELETE_IN_PROGRESS",
        "DELETE_FAILED",
        "UPDATE_IN_PROGRESS",
        "UPDATE_COMPLETE",
        "UPDATE_FAILED",
      ],
    },
  },
  load: async () => (await import("./listClusters.handler.ts")).handleListClusters,
});

const describeComputeFleet = defineCommand({
  path: ["pcluster", "describe-compute-fleet"],
  group,
  summary: "Tell the state of a cluster's compute fleet",
  description: NOTE,
  examples: ["pcluster describe-compute-fleet -n ml -r us-west-2"],
  flags: clusterName,
  load: async () => (await import("./describeComputeFleet.handler.ts")).handleDescribeComputeFleet,
});

const describeClusterInstances = defineCommand({
  path: ["pcluster", "describe-cluster-instances"],
  group,
  summary: "List the instances of a cluster",
  description: NOTE,
  examples: ["pcluster describe-cluster-instances -n ml -r us-west-2 --node-type ComputeNode"],
  flags: {
    ...clusterName,
    "node-type": {
      type: "string",
      value: "TYPE",
      help: "Only instances of this type",
      choices: ["HeadNode", "ComputeNode", "LoginNode"],
    },
    "queue-name": { type: "string", value: "QUEUE", help: "Only instances of this queue" },
  },
  load: async () => (await import("./describeClusterInstances.handler.ts")).handleDescribeClusterInstances,
});

const version = defineCommand({
  path: ["pcluster", "version"],
  group,
  summary: "Tell which ParallelCluster version the rules are of, when nothing else is said",
  description: NOTE,
  examples: ["pcluster version"],
  flags: {},
  load: async () => (await import("./version.handler.ts")).handleVersion,
});

export const pclusterCommands = [
  createCluster,
  updateCluster,
  listClusters,
  describeComputeFleet,
  describeClusterInstances,
  version,
];
