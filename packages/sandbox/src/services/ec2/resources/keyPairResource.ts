import { readProperties } from "../../../kernel/readProperties.ts";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, ignoreMissing, tagSpecifications } from "./ec2Resource.ts";

/**
 * `Ref` answers the name. The private key of a made pair goes to the Parameter Store as `/ec2/keypair/key-…`;
 * an imported pair has none.
 */
export const keyPairResource = ec2Resource({
  type: "AWS::EC2::KeyPair",
  durations: resourceDurations.small,
  properties: ["KeyFormat", "KeyName", "KeyType", "PublicKeyMaterial", "Tags"],
  create(properties, context) {
    const read = readProperties(properties);
    const KeyName = read.text("KeyName");
    const material = read.text("PublicKeyMaterial");
    const TagSpecifications = tagSpecifications("key-pair", properties, context);
    if (material !== undefined) {
      const PublicKeyMaterial = Buffer.from(material);
      context.call("ec2", "ImportKeyPair", { KeyName, PublicKeyMaterial, TagSpecifications });
      return { physicalId: given(KeyName) };
    }
    const made = context.call("ec2", "CreateKeyPair", {
      KeyName,
      KeyType: read.text("KeyType") === "ed25519" ? "ed25519" : "rsa",
      KeyFormat: read.text("KeyFormat") === "ppk" ? "ppk" : "pem",
      TagSpecifications,
    });
    context.call("ssm", "PutParameter", {
      Name: parameterName(given(made.KeyPairId)),
      Type: "SecureString",
      Value: made.KeyMaterial,
    });
    return { physicalId: given(KeyName) };
  },
  read(physicalId, _properties, context) {
    const key = keyPairOf(physicalId, context);
    return {
      ref: physicalId,
      attributes: { KeyPairId: key?.KeyPairId ?? "", KeyFingerprint: key?.KeyFingerprint ?? "" },
    };
  },
  delete(KeyName, properties, context) {
    const isMade = readProperties(properties).text("PublicKeyMaterial") === undefined;
    const id = keyPairOf(KeyName, context)?.KeyPairId;
    context.call("ec2", "DeleteKeyPair", { KeyName });
    if (isMade && id !== undefined)
      ignoreMissing(() => void context.call("ssm", "DeleteParameter", { Name: parameterName(id) }));
  },
});

function parameterName(keyPairId: string): string {
  return `/ec2/keypair/${keyPairId}`;
}

function keyPairOf(name: string, context: ResourceContext) {
  const Filters = [{ Name: "key-name", Values: [name] }];
  return context.call("ec2", "DescribeKeyPairs", { Filters }).KeyPairs?.[0];
}
