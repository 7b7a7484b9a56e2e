import type { FunctionIdentity } from "../kernel/Registry.ts";
import type { ResourceProvider } from "./ResourceProvider.ts";

/**
 * What a Lambda function does for the custom resources that name it as their ServiceToken. The sandbox runs no
 * foreign code: it knows the functions of ParallelCluster by what they do; any other function fails the
 * resource with a reason that names it.
 */
export interface FunctionBehaviour extends Omit<ResourceProvider, "type"> {
  /** For messages: `ParallelCluster CleanupResources`. */
  readonly name: string;
  readonly matches: (lambda: FunctionIdentity) => boolean;
}
