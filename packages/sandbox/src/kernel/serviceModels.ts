import type * as cloudformation from "@aws-sdk/client-cloudformation";
import type * as cloudwatch from "@aws-sdk/client-cloudwatch";
import type * as logs from "@aws-sdk/client-cloudwatch-logs";
import type * as dynamodb from "@aws-sdk/client-dynamodb";
import type * as ec2 from "@aws-sdk/client-ec2";
import type * as fsx from "@aws-sdk/client-fsx";
import type * as iam from "@aws-sdk/client-iam";
import type * as lambda from "@aws-sdk/client-lambda";
import type * as pricing from "@aws-sdk/client-pricing";
import type * as resourceGroups from "@aws-sdk/client-resource-groups";
import type * as route53 from "@aws-sdk/client-route-53";
import type * as s3 from "@aws-sdk/client-s3";
import type * as servicequotas from "@aws-sdk/client-service-quotas";
import type * as sns from "@aws-sdk/client-sns";
import type * as sqs from "@aws-sdk/client-sqs";
import type * as ssm from "@aws-sdk/client-ssm";
import type * as sts from "@aws-sdk/client-sts";

/** The services of the sandbox by their signing name, each with the SDK client that declares its shapes. */
export interface ServiceModels {
  cloudformation: typeof cloudformation;
  dynamodb: typeof dynamodb;
  ec2: typeof ec2;
  fsx: typeof fsx;
  iam: typeof iam;
  lambda: typeof lambda;
  logs: typeof logs;
  monitoring: typeof cloudwatch;
  pricing: typeof pricing;
  "resource-groups": typeof resourceGroups;
  route53: typeof route53;
  s3: typeof s3;
  servicequotas: typeof servicequotas;
  sns: typeof sns;
  sqs: typeof sqs;
  ssm: typeof ssm;
  sts: typeof sts;
}

export type ServiceName = keyof ServiceModels;

/** Names of the operations that the SDK client of a service declares. */
export type OperationName<S extends ServiceName> = {
  [Key in keyof ServiceModels[S]]: Key extends `${infer Operation}Command` ? Operation : never;
}[keyof ServiceModels[S]] &
  string;

type CommandOf<S extends ServiceName, Operation extends string> = `${Operation}Command` extends infer Key
  ? Key extends keyof ServiceModels[S]
    ? ServiceModels[S][Key]
    : never
  : never;

type ShapesOf<Command> = Command extends new (...input: infer _Arguments) => {
  readonly input: infer Input;
  resolveMiddleware(...rest: infer _Rest): (input: infer _In) => Promise<infer Handled>;
}
  ? { input: Input; output: Handled extends { output: infer Output } ? Output : never }
  : never;

/** A payload that the wire layer has written to a file: streams never reach a handler. */
export interface StoredBody {
  readonly filePath: string;
  readonly sizeBytes: number;
}

/** A payload that a handler answers: bytes, or a part of a file (`endByte` is exclusive). */
export type AnswerBody =
  | Uint8Array
  | { readonly filePath: string; readonly startByte: number; readonly endByte: number };

type WithBody<Shape, Body> = "Body" extends keyof Shape
  ? Omit<Shape, "Body"> & { Body?: Body | undefined }
  : Shape;

export type InputOf<S extends ServiceName, Operation extends string> =
  ShapesOf<CommandOf<S, Operation>> extends { input: infer Input }
    ? S extends "s3"
      ? Operation extends "PutObject" | "UploadPart"
        ? WithBody<Input, StoredBody>
        : Input
      : Input
    : never;

export type OutputOf<S extends ServiceName, Operation extends string> =
  ShapesOf<CommandOf<S, Operation>> extends { output: infer Output }
    ? S extends "s3"
      ? Operation extends "GetObject"
        ? WithBody<Omit<Output, "$metadata">, AnswerBody>
        : Omit<Output, "$metadata">
      : Omit<Output, "$metadata">
    : never;
