import { found, refused, type AwsAnswer, type ClusterConfigAws } from "@trainyard/core";

import type { FakeAccount } from "./fakeAccount.ts";

export function createFakeAccess(account: FakeAccount): ClusterConfigAws["access"] {
  const { roles, instanceProfiles, policies } = account.iam;
  const secretOf = (arn: string): AwsAnswer<string> => {
    const secret = account.secrets.find((one) => one.arn === arn);
    if (secret === undefined)
      return refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    if (secret.access === "denied")
      return refused("AccessDeniedException", "User is not authorized to perform this operation");
    return found(secret.value ?? "");
  };
  return {
    // Names are looked up without the path that the ARN of a role may have.
    role: async (name) =>
      roles.some((role) => role.split("/").at(-1) === name)
        ? found("exists")
        : refused("NoSuchEntity", `The role with name ${name} cannot be found.`),
    instanceProfile: async (name) =>
      instanceProfiles.some((profile) => profile.name === name)
        ? found("exists")
        : refused("NoSuchEntity", `Instance Profile ${name} cannot be found.`),
    policy: async (arn) =>
      policies.includes(arn) ? found("exists") : refused("NoSuchEntity", `Policy ${arn} was not found.`),
    secret: async (arn) => {
      const secret = secretOf(arn);
      return secret.kind === "found" ? found("exists") : secret;
    },
    secretText: async (arn) => secretOf(arn),
    parameter: async (name) => refused("ParameterNotFound", `Parameter ${name} not found.`),
  };
}

export function createFakeObjects(account: FakeAccount): ClusterConfigAws["objects"] {
  const bucketOf = (name: string) => account.s3.buckets.find((one) => one.name === name);
  const headBucket = (name: string): AwsAnswer<"exists"> => {
    const bucket = bucketOf(name);
    if (bucket === undefined) return refused("404", "Not Found");
    return bucket.access === "forbidden" ? refused("403", "Forbidden") : found("exists");
  };
  return {
    bucket: async (name) => headBucket(name),
    bucketVersioning: async (name) => found(bucketOf(name)?.versioning ?? undefined),
    bucketRegion: async (name) => {
      const bucket = bucketOf(name);
      return bucket === undefined
        ? refused("NoSuchBucket", `The S3 bucket '${name}' does not appear to exist`)
        : found(bucket.region);
    },
    object: async (name, key) => {
      const head = headBucket(name);
      if (head.kind === "refused") return head;
      return bucketOf(name)?.objects.includes(key) === true ? found("exists") : refused("404", "Not Found");
    },
    url: async (url) => {
      const known = account.https.urls.find((one) => one.url === url);
      if (known?.urlError !== undefined) return refused("UrlError", known.urlError);
      const status = known?.status ?? 404;
      return status < 400 ? found("readable") : refused(String(status), known?.reason ?? "Not Found");
    },
  };
}
