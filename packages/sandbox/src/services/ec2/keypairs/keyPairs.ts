import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { applyFilters } from "../requests/filters.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { KeyPairRecord } from "./KeyPairRecord.ts";
import { makeEd25519KeyPair, makeRsaKeyPair, readPublicKey } from "./makeKeyPair.ts";

export const keyPairOperations = defineOperations<"ec2">()({
  CreateKeyPair: {
    members: ["DryRun", "KeyFormat", "KeyName", "KeyType", "TagSpecifications"],
    run(input, context) {
      const name = newName(context, input.KeyName);
      const type = oneOf(input.KeyType ?? "rsa", ["rsa", "ed25519"], "keyType");
      const format = oneOf(input.KeyFormat ?? "pem", ["pem", "ppk"], "keyFormat");
      if (format === "ppk")
        throw new AwsError(
          "UnsupportedOperation",
          "The sandbox writes private keys in PEM format only: the key format ppk is not modelled.",
        );
      const tags = tagsFor(resourceKinds.keyPair, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const made = type === "rsa" ? makeRsaKeyPair(name) : makeEd25519KeyPair(name, context);
      const record = keep(context, { ...made, name, type }, tags);
      return {
        KeyPairId: record.id,
        KeyName: name,
        KeyFingerprint: made.fingerprint,
        KeyMaterial: made.privateKey,
        Tags: [...tags],
      };
    },
  },
  ImportKeyPair: {
    members: ["DryRun", "KeyName", "PublicKeyMaterial", "TagSpecifications"],
    run(input, context) {
      const name = newName(context, input.KeyName);
      const key = readPublicKey(
        Buffer.from(required(input.PublicKeyMaterial, "publicKeyMaterial")).toString(),
      );
      const tags = tagsFor(resourceKinds.keyPair, input.TagSpecifications, context);
      refuseDryRun(input.DryRun);
      const record = keep(context, { ...key, name }, tags);
      return { KeyPairId: record.id, KeyName: name, KeyFingerprint: key.fingerprint, Tags: [...tags] };
    },
  },
  DescribeKeyPairs: {
    members: ["DryRun", "Filters", "IncludePublicKey", "KeyNames", "KeyPairIds"],
    run(input, context) {
      const { keyPairs } = ec2State(context);
      const named = [
        ...(input.KeyNames ?? []).map((name) => keyPairNamed(context, name)),
        ...(input.KeyPairIds ?? []).map((id) => find(keyPairs, id, resourceKinds.keyPair)),
      ];
      const selected = applyFilters(named.length > 0 ? named : Object.values(keyPairs), input.Filters, {
        tagsOf: (key) => tagsOf(context, key.id),
        fields: {
          fingerprint: (key) => key.fingerprint,
          "key-name": (key) => key.name,
          "key-pair-id": (key) => key.id,
        },
      });
      refuseDryRun(input.DryRun);
      return { KeyPairs: selected.map((key) => describe(key, input.IncludePublicKey === true, context)) };
    },
  },
  /** A key pair that is not there is no error. */
  DeleteKeyPair: {
    members: ["DryRun", "KeyName", "KeyPairId"],
    run(input, context) {
      const { keyPairs } = ec2State(context);
      if (input.KeyName === undefined && input.KeyPairId === undefined)
        throw new AwsError("MissingParameter", "The request must contain the parameter KeyName or KeyPairId");
      const found = Object.values(keyPairs).find((key) =>
        input.KeyPairId === undefined ? key.name === input.KeyName : key.id === input.KeyPairId,
      );
      refuseDryRun(input.DryRun);
      if (found === undefined) return { Return: true };
      delete keyPairs[found.id];
      dropTags(context, found.id);
      return { Return: true, KeyPairId: found.id };
    },
  },
});

/** @throws {AwsError} `InvalidKeyPair.NotFound` */
export function keyPairNamed(context: RegionContext, name: string): KeyPairRecord {
  const found = Object.values(ec2State(context).keyPairs).find((key) => key.name === name);
  if (found !== undefined) return found;
  throw new AwsError("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
}

function newName(context: RegionContext, given: string | undefined): string {
  const name = required(given, "KeyName");
  // printable ASCII without white space at the ends
  if (name.length > 255 || !/^[!-~](?:[ -~]*[!-~])?$/.test(name))
    throw invalidValue(`Value (${name}) for parameter KeyName is invalid. ${BAD_NAME}`);
  const isTaken = Object.values(ec2State(context).keyPairs).some((key) => key.name === name);
  if (isTaken) throw new AwsError("InvalidKeyPair.Duplicate", `The keypair already exists`);
  return name;
}

const BAD_NAME = "Character sets beyond ASCII are not supported.";

function keep(
  context: CallContext,
  key: Pick<KeyPairRecord, "name" | "type" | "fingerprint" | "publicKey">,
  tags: readonly StoredTag[],
): KeyPairRecord {
  const record: KeyPairRecord = {
    id: context.ids.resourceId("key"),
    name: key.name,
    type: key.type,
    fingerprint: key.fingerprint,
    publicKey: key.publicKey,
    createdMs: context.clock.nowMs(),
  };
  ec2State(context).keyPairs[record.id] = record;
  putTags(context, record.id, tags);
  return record;
}

function describe(key: KeyPairRecord, withPublicKey: boolean, context: RegionContext): KeyPairInfo {
  return {
    KeyPairId: key.id,
    KeyType: key.type,
    KeyName: key.name,
    KeyFingerprint: key.fingerprint,
    CreateTime: new Date(key.createdMs),
    ...(withPublicKey ? { PublicKey: key.publicKey } : {}),
    Tags: [...tagsOf(context, key.id)],
  };
}
