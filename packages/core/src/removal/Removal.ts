import type { FileSystemDescription, DataLinkDescription } from "../ports/DataGateway.ts";
import type { StackDescription } from "../ports/StackGateway.ts";

/** What is there of a project, as `down` finds it. */
export interface ObservedRemoval {
  readonly accountId: string;
  readonly clusterHolder: StackDescription | "absent";
  readonly cluster: StackDescription | "absent";
  readonly prerequisites: StackDescription | "absent";
  readonly dataBucket: StackDescription | "absent";
  readonly engineProvider: StackDescription | "absent";
  /** Names of other stacks that hold a cluster of the same provider. */
  readonly otherClusterHolders: readonly string[];
  readonly fileSystems: readonly FileSystemDescription[];
  readonly links: readonly DataLinkDescription[];
}

export type RemovalAction = "export" | "remove" | "retain" | "absent";

export interface RemovalItem {
  readonly id:
    | "export"
    | "cluster"
    | "engine-provider"
    | "prerequisites"
    | "scratch"
    | "home"
    | "data-bucket"
    | "key-pair";
  readonly action: RemovalAction;
  readonly name: string;
  readonly reason: string;
}

export interface RemovalPlan {
  readonly items: readonly RemovalItem[];
  /** File systems whose files are lost by this plan: each must be named by the user. */
  readonly losesFilesOf: readonly ("scratch" | "home")[];
}
