export interface AwsErrorOptions {
  /** HTTP status; AWS's default for a bad request is 400. */
  readonly httpStatus?: number;
  /** Further modelled members of the error shape, such as `BucketName` or `ResourceType`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** An error as an AWS service answers it: the wire layer writes it in the protocol's own shape. */
export class AwsError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.httpStatus = options.httpStatus ?? 400;
    this.members = options.members ?? {};
  }
}
