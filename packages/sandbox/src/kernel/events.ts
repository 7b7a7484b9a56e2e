/** What happens in one service and matters to another; delivered at once, in order of declaration of the services. */
export interface SandboxEvents {
  /** An object was written (`created` tells a new key from an overwritten one) or removed. */
  "s3.object-changed": {
    readonly bucket: string;
    readonly key: string;
    readonly change: "created" | "overwritten" | "deleted";
    /** Who made the change: the export of a data link must not be imported again. */
    readonly origin: "client" | "data-link";
  };
  /** An instance entered a state. */
  "ec2.instance-state": {
    readonly instanceId: string;
    readonly state: "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";
  };
  /** An item of a table was written or removed, alone. */
  "dynamodb.table-changed": { readonly tableName: string };
  /** A stack reached a state that ends an operation, such as `CREATE_COMPLETE`. */
  "cloudformation.stack-settled": {
    readonly stackId: string;
    readonly stackName: string;
    readonly status: string;
  };
  /** The sandbox runs with a state that may be an old one; told once, for all regions in use. Hosts have no processes yet. */
  "sandbox.started": { readonly regions: readonly string[] };
  /** The sandbox is about to be saved or stopped: what is only in files is to be taken into the state. */
  "sandbox.saving": { readonly atMs: number };
  /** Someone sent a signal to a wait condition handle or answered a custom resource (HTTP PUT to its URL). */
  "cloudformation.signal": { readonly handle: string; readonly body: string };
}
