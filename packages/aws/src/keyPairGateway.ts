import {
  CreateKeyPairCommand,
  DeleteKeyPairCommand,
  DescribeKeyPairsCommand,
  type EC2Client,
  type KeyPairInfo,
} from "@aws-sdk/client-ec2";
import type { KeyPairDescription, KeyPairGateway } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { awsTags } from "./tags.ts";
import { awsCodeOf, translated } from "./translateError.ts";

export function createKeyPairGateway(ec2: EC2Client): KeyPairGateway {
  return {
    find: (name, signal) =>
      translated("DescribeKeyPairs", async () => {
        try {
          const answer = await ec2.send(
            new DescribeKeyPairsCommand({ KeyNames: [name] }),
            abortOptions(signal),
          );
          const pair = answer.KeyPairs?.[0];
          return pair === undefined ? "absent" : describe(pair);
        } catch (error) {
          if (awsCodeOf(error) === "InvalidKeyPair.NotFound") return "absent";
          throw error;
        }
      }),
    list: (signal) =>
      translated("DescribeKeyPairs", async () => {
        const answer = await ec2.send(new DescribeKeyPairsCommand({}), abortOptions(signal));
        return (answer.KeyPairs ?? []).map(describe);
      }),
    create: (name, tags, signal) =>
      translated("CreateKeyPair", async () => {
        const answer = await ec2.send(
          new CreateKeyPairCommand({
            KeyName: name,
            KeyType: "ed25519",
            TagSpecifications: [{ ResourceType: "key-pair", Tags: awsTags(tags) }],
          }),
          abortOptions(signal),
        );
        return { privateKey: answer.KeyMaterial ?? "" };
      }),
    remove: (name, signal) =>
      translated("DeleteKeyPair", async () => {
        await ec2.send(new DeleteKeyPairCommand({ KeyName: name }), abortOptions(signal));
      }),
  };
}

function describe(pair: KeyPairInfo): KeyPairDescription {
  return {
    name: pair.KeyName ?? "",
    type: pair.KeyType === "rsa" ? "rsa" : "ed25519",
    fingerprint: pair.KeyFingerprint ?? "",
  };
}
