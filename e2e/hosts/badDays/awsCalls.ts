import { setTimeout as sleep } from "node:timers/promises";

const REGION = "us-west-2";
const LOOKS = 200;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A client's calls about files and instances, without a program that would try again by itself. */
export interface AwsCalls {
  createBucket(bucket: string): Promise<Answer>;
  putObject(bucket: string, key: string, text: string): Promise<Answer>;
  listKeys(bucket: string): Promise<readonly string[]>;
  /** Runs one in the first subnet there is, and answers its id. */
  runInstance(): Promise<string>;
  /** The code of the reason for which an instance was terminated. */
  untilEnded(instanceId: string): Promise<string | undefined>;
}

export function awsCalls(endpoint: string): AwsCalls {
  const ec2 = async (action: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> => {
    const body = new URLSearchParams({ Action: action, Version: "2016-11-15", ...parameters });
    const { text } = await send("ec2", endpoint, { method: "POST", body });
    return text;
  };
  return {
    createBucket: (bucket) =>
      send("s3", `${endpoint}/${bucket}`, {
        method: "PUT",
        body: `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`,
      }),
    putObject: (bucket, key, text) =>
      send("s3", `${endpoint}/${bucket}/${key}`, { method: "PUT", body: text }),
    async listKeys(bucket) {
      const { text } = await send("s3", `${endpoint}/${bucket}?list-type=2`, { method: "GET" });
      return valuesOf("Key", text);
    },
    async runInstance() {
      const [subnetId = ""] = valuesOf("subnetId", await ec2("DescribeSubnets"));
      const filter = { "Filter.1.Name": "architecture", "Filter.1.Value.1": "x86_64" };
      const [imageId = ""] = valuesOf("imageId", await ec2("DescribeImages", filter));
      const place = { ImageId: imageId, SubnetId: subnetId, InstanceType: "t3.micro" };
      const [instanceId = ""] = valuesOf(
        "instanceId",
        await ec2("RunInstances", { ...place, MinCount: "1", MaxCount: "1" }),
      );
      return instanceId;
    },
    async untilEnded(instanceId) {
      for (let look = 0; look < LOOKS; look += 1) {
        const text = await ec2("DescribeInstances", { "InstanceId.1": instanceId });
        if (text.includes("<name>terminated</name>")) return /<stateReason>\s*<code>([^<]*)/.exec(text)?.[1];
        await sleep(50);
      }
      return undefined;
    },
  };
}

async function send(service: string, url: string, request: RequestInit): Promise<Answer> {
  const credential = `AKIASANDBOX000000000/20260105/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
  const answer = await fetch(url, { ...request, headers: { authorization } });
  return { status: answer.status, text: await answer.text() };
}

function valuesOf(element: string, xml: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(
    ([, value = ""]) => value,
  );
}
