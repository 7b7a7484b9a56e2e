import type { AwsError } from "../kernel/AwsError.ts";
import type { ErrorModel, ServiceModel } from "./models/ServiceModel.ts";

/** The status that a handler chose, else the one that the model gives the code. */
export function errorStatus(error: AwsError, model: ErrorModel | undefined): number {
  return error.httpStatus === 400 ? (model?.httpStatus ?? 400) : error.httpStatus;
}

/** Whose fault it was, as XML errors say it. */
export function faultOf(status: number): "Sender" | "Receiver" {
  return status >= 500 ? "Receiver" : "Sender";
}

export function errorModelOf(error: AwsError, service: ServiceModel): ErrorModel | undefined {
  return service.errors.get(error.code);
}
