import type { AccountGateway } from "./AccountGateway.ts";
import type { CapacityGateway } from "./CapacityGateway.ts";
import type { ClusterGateway } from "./ClusterGateway.ts";
import type { DataGateway } from "./DataGateway.ts";
import type { KeyPairGateway } from "./KeyPairGateway.ts";
import type { LogGateway } from "./LogGateway.ts";
import type { RemoteGateway } from "./RemoteGateway.ts";
import type { StackGateway } from "./StackGateway.ts";

/** All of AWS that trainyard uses, bound to one account and region. */
export interface Gateways {
  readonly region: string;
  readonly account: AccountGateway;
  readonly capacity: CapacityGateway;
  readonly clusters: ClusterGateway;
  readonly data: DataGateway;
  readonly keyPairs: KeyPairGateway;
  readonly logs: LogGateway;
  readonly remote: RemoteGateway;
  readonly stacks: StackGateway;
}
