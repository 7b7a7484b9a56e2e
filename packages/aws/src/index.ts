export type { AwsConnection } from "./clientConfig.ts";
export { createGateways } from "./createGateways.ts";
