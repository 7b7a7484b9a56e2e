import type { InputOf, OperationName, OutputOf } from "../../kernel/serviceModels.ts";

/** Input of an S3 operation as its handler gets it. */
export type S3Input<Op extends OperationName<"s3">> = InputOf<"s3", Op>;

export type S3Output<Op extends OperationName<"s3">> = OutputOf<"s3", Op>;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** What every handler of a bucket needs first. */
export interface BucketRequest {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}
