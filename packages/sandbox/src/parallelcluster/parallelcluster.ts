import { definePart } from "../kernel/ServiceModule.ts";
import { clusterTimers } from "./cluster/clusterTimers.ts";
import { followFleetTable } from "./cluster/followFleetTable.ts";
import { followInstance } from "./cluster/followInstance.ts";
import { cleanupBucket } from "./provider/cleanupBucket.ts";
import { cleanupResources } from "./provider/cleanupResources.ts";
import { pclusterFunction } from "./provider/pclusterFunction.ts";
import { parallelClusterTemplates } from "./published/publishedTemplates.ts";

import { resumeClusters } from "./cluster/resumeClusters.ts";
import { clusterHostProgram } from "./scheduler/clusterHostProgram.ts";

/** AWS ParallelCluster: the CloudFormation provider, the functions of a cluster's stack, and what its hosts do. */
export const parallelcluster = definePart("parallelcluster", {
  timers: clusterTimers,
  listeners: {
    "ec2.instance-state": followInstance,
    "dynamodb.table-changed": followFleetTable,
    "sandbox.started": resumeClusters,
  },
  hostPrograms: [(spec, context) => clusterHostProgram(context, spec)],
  functions: [pclusterFunction, cleanupResources, cleanupBucket],
  publishedTemplates: [parallelClusterTemplates],
});
