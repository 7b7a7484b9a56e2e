import { join } from "node:path";
import type { RunningSandbox } from "./sandboxProcess.ts";

/** What a foreign client needs in its environment to talk to the sandbox and to nothing else. */
export function sandboxVariables(
  sandbox: RunningSandbox,
  region = "us-west-2",
): Readonly<Record<string, string>> {
  const none = join(sandbox.stateDirectory, "no-aws-config");
  return {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: "AKIASANDBOX000000000",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
    // Files that do not exist, so that no profile of the user's is taken by mistake.
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    // Everything that does not obey AWS_ENDPOINT_URL fails at once here instead of reaching the network.
    HTTPS_PROXY: sandbox.endpoint,
    NO_PROXY: "127.0.0.1,localhost",
    TRAINYARD_STATE_DIR: sandbox.stateDirectory,
  };
}
