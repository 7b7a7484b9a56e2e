import { AwsError } from "../../kernel/AwsError.ts";
import { isCustomType } from "../specification/ResourceSpecification.ts";

/** How a resource handler names the kinds of errors, by what the service's code holds. */
const HANDLER_CODES: readonly (readonly [pattern: RegExp, handlerCode: string])[] = [
  [/AlreadyExists|Duplicate|EntityAlreadyExists|BucketAlready/, "AlreadyExists"],
  [/NotFound|NoSuch|DoesNotExist/, "NotFound"],
  [/LimitExceeded|QuotaExceeded|TooMany|InsufficientInstanceCapacity/, "ServiceLimitExceeded"],
  [/Throttl|RequestLimit/, "Throttling"],
  [/AccessDenied|Unauthorized/, "AccessDenied"],
  [/Conflict|InUse|DependencyViolation/, "ResourceConflict"],
  [/Invalid|Validation|Malformed|Missing|Unsupported|BadRequest/, "InvalidRequest"],
];

/**
 * What a stack or resource says of an error while its template was worked out. A defect of ours is said too: a
 * stack that hung instead would tell its user nothing.
 */
export function faultOf(error: unknown): string {
  if (error instanceof AwsError) return error.message;
  return `Internal Failure: ${error instanceof Error ? error.message : String(error)}`;
}

/** What an event says of an error that a resource's provider threw. */
export function failureReason(error: unknown, type: string, requestToken: string, requestId: string): string {
  if (!(error instanceof AwsError)) {
    const message = error instanceof Error ? error.message : String(error);
    return handlerReason(message, requestToken, "InternalFailure");
  }
  const detail = `(Service: ${serviceOf(type)}, Status Code: ${error.httpStatus}, Request ID: ${requestId})`;
  const handlerCode =
    HANDLER_CODES.find(([pattern]) => pattern.test(error.code))?.[1] ?? "GeneralServiceException";
  return handlerReason(`${error.message} ${detail}`, requestToken, handlerCode);
}

function handlerReason(message: string, requestToken: string, handlerCode: string): string {
  return `Resource handler returned message: "${message}" (RequestToken: ${requestToken}, HandlerErrorCode: ${handlerCode})`;
}

/** `AWS::EC2::VPC` is made by `Ec2`, as the SDK for Java names services. */
function serviceOf(type: string): string {
  if (isCustomType(type)) return "Lambda";
  const service = type.split("::")[1] ?? type;
  return /^[A-Z0-9]+$/.test(service) ? `${service.slice(0, 1)}${service.slice(1).toLowerCase()}` : service;
}
