import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const REGION = "us-west-2";
const LOOKS = 200;

/** A client's calls about files and instances. */
export type AwsCalls = ReturnType<typeof awsCalls>;

export function awsCalls(endpoint: string) {
  const options = {
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "AKIASANDBOX000000000", secretAccessKey: "sandbox" },
  };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const ec2 = new EC2Client(options);
  return {
    createBucket: (bucket: string) =>
      s3.send(
        new CreateBucketCommand({
          Bucket: bucket,
          CreateBucketConfiguration: { LocationConstraint: REGION },
        }),
      ),
    putObject: (bucket: string, key: string, text: string) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text })),
    async listKeys(bucket: string): Promise<string[]> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key = "" }) => Key);
    },
    /** In the first subnet there is. */
    async runInstance(): Promise<string> {
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
      const { Images = [] } = await ec2.send(
        new DescribeImagesCommand({ Filters: [{ Name: "architecture", Values: ["x86_64"] }] }),
      );
      const { Instances = [] } = await ec2.send(
        new RunInstancesCommand({
          ImageId: Images[0]?.ImageId,
          InstanceType: "t3.micro",
          MinCount: 1,
          MaxCount: 1,
          SubnetId: Subnets[0]?.SubnetId,
        }),
      );
      return Instances[0]?.InstanceId ?? "";
    },
    /** The code of the reason for which an instance was terminated. */
    async untilEnded(instanceId: string): Promise<string | undefined> {
      for (let look = 0; look < LOOKS; look += 1) {
        const { Reservations = [] } = await ec2.send(
          new DescribeInstancesCommand({ InstanceIds: [instanceId] }),
        );
        const [instance] = Reservations.flatMap(({ Instances = [] }) => Instances);
        if (instance?.State?.Name === "terminated") return instance.StateReason?.Code;
        await sleep(50);
      }
      return undefined;
    },
  };
}
