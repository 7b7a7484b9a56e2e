import { AwsError } from "../../kernel/AwsError.ts";
import { defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";

/** An S3 that holds the given texts by `bucket/key`, and nothing else. The map may be changed. */
export function fakeObjects(texts: ReadonlyMap<string, string>): ServiceModule {
  return defineService("s3", {
    operations: {
      GetObject: {
        members: ["Bucket", "Key", "VersionId"],
        run(input) {
          const name = `${input.Bucket ?? ""}/${input.Key ?? ""}`;
          const text = texts.get(input.VersionId === undefined ? name : `${name}@${input.VersionId}`);
          if (text === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.");
          return { Body: Buffer.from(text, "utf8") };
        },
      },
    },
  });
}
