import { AwsError } from "../../kernel/AwsError.ts";
import type { ConfigurationError } from "../configuration/ConfigurationError.ts";

/** What the provider's function answers when it cannot do what was asked. */
export function clusterFailure(message: string): AwsError {
  return new AwsError("ClusterOperationFailed", message);
}

/** Configuration errors, as the library that the function calls writes them. */
export function invalidConfiguration(error: ConfigurationError): AwsError {
  const problems = error.problems.map((message) => ({
    level: "ERROR",
    type: "ConfigSchemaValidator",
    message,
  }));
  return clusterFailure(
    JSON.stringify({ configuration_validation_errors: problems, message: "Invalid cluster configuration." }),
  );
}
