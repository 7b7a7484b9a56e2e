import type { AwsError } from "../kernel/AwsError.ts";
import type { ErrorModel, ServiceModel } from "./models/ServiceModel.ts";

/** The status that a handler chose, else the one that the model gives the code. */
export function errorStatus(error: AwsError, model: ErrorModel | undefined): number {
  return error.httpStatus === 400 ? (model?.httpStatus ?? 400) : error.httpStatus;
}

/** JSON services answer 400 to every fault of the client, whatever status the model gives the shape (assumed from their documents). */
export function jsonErrorStatus(error: AwsError, model: ErrorModel | undefined): number {
  const status = errorStatus(error, model);
  return status >= 400 && status < 500 ? 400 : status;
}

/** Whose fault it was, as XML errors say it. */
export function faultOf(status: number): "Sender" | "Receiver" {
  return status >= 500 ? "Receiver" : "Sender";
}

export function errorModelOf(error: AwsError, service: ServiceModel): ErrorModel | undefined {
  return service.errors.get(error.code);
}
