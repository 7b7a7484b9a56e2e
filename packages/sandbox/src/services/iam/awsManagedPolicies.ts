import policyNames from "./awsManagedPolicyNames.json" with { type: "json" };

/** A policy that AWS provides: only its existence is modelled, not its document. */
export interface AwsManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
}

/** In order of paths, then of names. */
export const AWS_MANAGED_POLICIES: readonly AwsManagedPolicy[] = Object.entries(policyNames).flatMap(
  ([path, names]) => names.map((name) => ({ name, path, arn: `arn:aws:iam::aws:policy${path}${name}` })),
);

const BY_ARN: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  AWS_MANAGED_POLICIES.map((policy) => [policy.arn, policy]),
);

export function awsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return BY_ARN.get(arn);
}
