import type { AccountGateway } from "./AccountGateway.ts";
import type { CapacityGateway } from "./CapacityGateway.ts";
import type { ClusterGateway } from "./ClusterGateway.ts";
import type { DataGateway } from "./DataGateway.ts";
import type { KeyPairGateway } from "./KeyPairGateway.ts";
import type { StackGateway } from "./StackGateway.ts";

/** All of AWS that trainyard uses, bound to one account and region. */
export interface Gateways {
  readonly region: string;
  readonly account: AccountGateway;
  readonly capacity: CapacityGateway;
  readonly clusters: ClusterGateway;
  readonly data: DataGateway;
  readonly keyPairs: KeyPairGateway;
  readonly stacks: StackGateway;
}
