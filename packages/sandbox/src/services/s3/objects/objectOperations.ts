import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { checkedObjectTags } from "../buckets/tags.ts";
import { CHECKSUM_MEMBERS } from "../contents/checksums.ts";
import { canonicalOwner } from "../owner.ts";
import { copyObject } from "./copyObject.ts";
import { COPY_SOURCE_MEMBERS } from "./copySource.ts";
import { deleteObject, deleteObjects } from "./deleteObject.ts";
import { getObject, headObject, READ_MEMBERS } from "./getObject.ts";
import { getObjectAttributes } from "./objectAttributes.ts";
import { putObject } from "./putObject.ts";
import { TRAIT_MEMBERS } from "./traits.ts";
import { objectAt, replaceVersion, shownVersionId } from "./versions.ts";

/** Objects and their versions. */
export const objectOperations = defineOperations<"s3">()({
  PutObject: {
    members: [
      ...TRAIT_MEMBERS,
      ...CHECKSUM_MEMBERS,
      "Body",
      "Bucket",
      "ContentLength",
      "ContentMD5",
      "ChecksumAlgorithm",
      "IfMatch",
      "IfNoneMatch",
      "Key",
      "RequestPayer",
      "ExpectedBucketOwner",
    ],
    run: putObject,
  },
  GetObject: { members: READ_MEMBERS, run: getObject },
  HeadObject: { members: READ_MEMBERS, run: headObject },
  CopyObject: {
    members: [
      ...TRAIT_MEMBERS,
      ...COPY_SOURCE_MEMBERS,
      "Bucket",
      "ChecksumAlgorithm",
      "IfMatch",
      "IfNoneMatch",
      "Key",
      "MetadataDirective",
      "TaggingDirective",
      "RequestPayer",
      "ExpectedBucketOwner",
    ],
    run: copyObject,
  },
  DeleteObject: {
    members: ["Bucket", "Key", "VersionId", "RequestPayer", "ExpectedBucketOwner", "IfMatch"],
    run: deleteObject,
  },
  DeleteObjects: {
    members: ["Bucket", "Delete", "RequestPayer", "ExpectedBucketOwner", "ChecksumAlgorithm"],
    run: deleteObjects,
  },
  GetObjectAttributes: {
    members: [
      "Bucket",
      "Key",
      "VersionId",
      "MaxParts",
      "PartNumberMarker",
      "RequestPayer",
      "ExpectedBucketOwner",
      "ObjectAttributes",
    ],
    run: getObjectAttributes,
  },
  GetObjectAcl: {
    members: ["Bucket", "Key", "VersionId", "RequestPayer", "ExpectedBucketOwner"],
    run(input, context) {
      objectAt({ bucket: bucketOf(input, context), key: input.Key ?? "" }, input.VersionId, "GET");
      const owner = canonicalOwner(context);
      return {
        Owner: owner,
        Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }],
      };
    },
  },
  PutObjectTagging: {
    members: [
      "Bucket",
      "Key",
      "VersionId",
      "ContentMD5",
      "ChecksumAlgorithm",
      "Tagging",
      "ExpectedBucketOwner",
      "RequestPayer",
    ],
    run(input, context) {
      const at = { bucket: bucketOf(input, context), key: input.Key ?? "" };
      const object = objectAt(at, input.VersionId, "PUT");
      replaceVersion(at, object, { ...object, tags: checkedObjectTags(input.Tagging?.TagSet) });
      return shownVersionId(at.bucket, object);
    },
  },
  GetObjectTagging: {
    members: ["Bucket", "Key", "VersionId", "ExpectedBucketOwner", "RequestPayer"],
    run(input, context) {
      const bucket = bucketOf(input, context);
      const object = objectAt({ bucket, key: input.Key ?? "" }, input.VersionId, "GET");
      return { TagSet: [...object.tags], ...shownVersionId(bucket, object) };
    },
  },
  DeleteObjectTagging: {
    members: ["Bucket", "Key", "VersionId", "ExpectedBucketOwner"],
    run(input, context) {
      const at = { bucket: bucketOf(input, context), key: input.Key ?? "" };
      const object = objectAt(at, input.VersionId, "DELETE");
      replaceVersion(at, object, { ...object, tags: [] });
      return shownVersionId(at.bucket, object);
    },
  },
});
