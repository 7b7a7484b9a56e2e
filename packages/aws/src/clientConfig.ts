/** Where calls go and who signs them; without `credentials` the SDK's own chain finds them. */
export interface AwsConnection {
  readonly region: string;
  readonly profile?: string;
  /** Another endpoint for every service, such as the sandbox's. */
  readonly endpointUrl?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What every client of the SDK is made with. */
export function clientConfig(connection: AwsConnection) {
  return {
    region: connection.region,
    maxAttempts: 5,
    ...(connection.profile === undefined ? {} : { profile: connection.profile }),
    ...(connection.endpointUrl === undefined ? {} : { endpoint: connection.endpointUrl }),
    ...(connection.credentials === undefined ? {} : { credentials: connection.credentials }),
  };
}

/** Buckets stand in the path where an endpoint has no names for them. */
export function s3Config(connection: AwsConnection) {
  return { ...clientConfig(connection), forcePathStyle: connection.endpointUrl !== undefined };
}
