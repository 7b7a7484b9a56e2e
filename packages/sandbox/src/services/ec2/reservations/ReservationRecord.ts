export interface ReservationRecord {
  readonly id: string;
  readonly kind: "on-demand" | "capacity-block";
  readonly instanceType: string;
  readonly platform: string;
  readonly zoneName: string;
  readonly zoneId: string;
  readonly tenancy: "default" | "dedicated";
  readonly createdMs: number;
  readonly ebsOptimized: boolean;
  readonly placementGroupArn?: string;
  /** Counts against the account's vCPU quota; what AWS made for the account does not. */
  readonly countsAgainstQuota: boolean;
  totalCount: number;
  /** Instances that hold a place: from launch until they are terminated. */
  usedCount: number;
  matchCriteria: "open" | "targeted";
  startMs: number;
  /** Absent: until cancelled. */
  endMs?: number;
  cancelledMs?: number;
  /** Capacity Blocks: when the payment is through. */
  readonly paidMs?: number;
  readonly blockId?: string;
  /** Capacity Blocks: whether the timer that ends its instances was set. */
  endTimerSet?: boolean;
}
