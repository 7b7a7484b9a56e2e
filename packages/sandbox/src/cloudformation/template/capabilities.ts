import { AwsError } from "../../kernel/AwsError.ts";
import type { ResourceDeclaration } from "./Template.ts";

/** Types that ask for CAPABILITY_IAM; with this property, a name of the user's own, for CAPABILITY_NAMED_IAM. */
const NAME_PROPERTIES: Readonly<Record<string, string | undefined>> = {
  "AWS::IAM::AccessKey": undefined,
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::InstanceProfile": "InstanceProfileName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
  "AWS::IAM::Policy": undefined,
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::IAM::UserToGroupAddition": undefined,
};

export interface RequiredCapability {
  readonly capability: "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM";
  /** Types of the resources that ask for it, each once. */
  readonly types: readonly string[];
}

/** The capability that the resources of a template ask for; undefined for none. */
export function requiredCapability(
  resources: Readonly<Record<string, ResourceDeclaration>>,
): RequiredCapability | undefined {
  const asking = Object.values(resources).filter(({ type }) => Object.hasOwn(NAME_PROPERTIES, type));
  if (asking.length === 0) return undefined;
  const named = asking.some(({ type, properties }) => {
    const nameProperty = NAME_PROPERTIES[type];
    return nameProperty !== undefined && Object.hasOwn(properties, nameProperty);
  });
  return {
    capability: named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM",
    types: [...new Set(asking.map(({ type }) => type))],
  };
}

/** @throws {AwsError} `InsufficientCapabilitiesException` when the caller has not acknowledged what the template makes. */
export function checkCapabilities(
  resources: Readonly<Record<string, ResourceDeclaration>>,
  acknowledged: readonly string[],
): void {
  const required = requiredCapability(resources);
  if (required === undefined || acknowledged.includes("CAPABILITY_NAMED_IAM")) return;
  if (acknowledged.includes(required.capability)) return;
  throw new AwsError("InsufficientCapabilitiesException", `Requires capabilities : [${required.capability}]`);
}
