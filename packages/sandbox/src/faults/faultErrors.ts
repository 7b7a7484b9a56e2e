import { AwsError } from "../kernel/AwsError.ts";

export const FAULT_KINDS = ["throttled", "unavailable"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

interface ErrorWords {
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number;
}

/** Services whose words are their own; sources: the common errors of each service's API reference. */
const THROTTLED: Readonly<Record<string, ErrorWords>> = {
  ec2: { code: "RequestLimitExceeded", message: "Request limit exceeded.", httpStatus: 503 },
  s3: { code: "SlowDown", message: "Please reduce your request rate.", httpStatus: 503 },
  cloudformation: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  iam: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  sts: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  sns: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  monitoring: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  route53: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
  lambda: { code: "TooManyRequestsException", message: "Rate Exceeded.", httpStatus: 429 },
  "resource-groups": { code: "TooManyRequestsException", message: "Rate exceeded", httpStatus: 429 },
};
const OTHERS_THROTTLED: ErrorWords = {
  code: "ThrottlingException",
  message: "Rate exceeded",
  httpStatus: 400,
};

const UNAVAILABLE: Readonly<Record<string, ErrorWords>> = {
  ec2: {
    code: "Unavailable",
    message: "The server is overloaded and can't handle the request.",
    httpStatus: 503,
  },
};
const OTHERS_UNAVAILABLE: ErrorWords = {
  code: "ServiceUnavailable",
  message: "The request has failed due to a temporary failure of the server.",
  httpStatus: 503,
};

/** The error with which a service of AWS answers a fault. */
export function faultError(service: string, kind: FaultKind): AwsError {
  const { code, message, httpStatus } =
    kind === "throttled"
      ? (THROTTLED[service] ?? OTHERS_THROTTLED)
      : (UNAVAILABLE[service] ?? OTHERS_UNAVAILABLE);
  return new AwsError(code, message, { httpStatus });
}
