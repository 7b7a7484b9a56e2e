import type { AwsError } from "../kernel/AwsError.ts";
import type { OperationModel } from "./models/ServiceModel.ts";
import type { Refusals } from "./Refusals.ts";
import type { WireAnswer, WireRequest } from "./WireMessage.ts";

/** One way of writing calls and answers over HTTP, bound to a service. */
export interface Protocol {
  /**
   * Name of the operation that a request asks for; it need not be one of the model.
   * @throws {AwsError} when the request does not say it in the protocol's way.
   */
  operationNameOf(request: WireRequest): string;
  /** @throws {AwsError} when the input cannot be read. */
  readInput(operation: OperationModel, request: WireRequest, refusals: Refusals): Record<string, unknown>;
  writeOutput(operation: OperationModel, output: unknown, requestId: string): WireAnswer;
  writeError(error: AwsError, request: ErrorContext): WireAnswer;
}

export interface ErrorContext {
  readonly requestId: string;
  /** Answers to HEAD have no body. */
  readonly method: string;
  /** For S3, which names what was asked for. */
  readonly resource: string;
}
