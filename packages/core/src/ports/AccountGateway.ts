export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

/** Who calls, and what things cost. */
export interface AccountGateway {
  /** @throws {TrainyardError} `CREDENTIALS_MISSING`, `ENDPOINT_UNREACHABLE`, `ACCESS_DENIED`. */
  caller(signal?: AbortSignal): Promise<Caller>;
  /** On-demand price in US dollars per hour for Linux and shared tenancy; undefined when the price list has none. */
  instanceUsdPerHour(instanceType: string, signal?: AbortSignal): Promise<number | undefined>;
}
