export { createGateways, type AwsConnection } from "./createGateways.ts";
