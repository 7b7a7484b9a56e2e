export interface PlacementGroupRecord {
  readonly id: string;
  readonly name: string;
  readonly strategy: "cluster" | "partition" | "spread";
  readonly partitionCount?: number;
  readonly spreadLevel?: "host" | "rack";
  /** Instances in it: it cannot be deleted before they are gone. */
  instanceCount: number;
}
