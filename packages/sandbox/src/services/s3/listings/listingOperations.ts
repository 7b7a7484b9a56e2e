import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { listObjects, listObjectsV2 } from "./listObjects.ts";
import { listObjectVersions } from "./listObjectVersions.ts";

/** Listings of keys and versions. */
export const listingOperations = defineOperations<"s3">()({
  ListObjects: {
    members: [
      "Bucket",
      "Delimiter",
      "EncodingType",
      "Marker",
      "MaxKeys",
      "Prefix",
      "RequestPayer",
      "ExpectedBucketOwner",
    ],
    run: listObjects,
  },
  ListObjectsV2: {
    members: [
      "Bucket",
      "Delimiter",
      "EncodingType",
      "MaxKeys",
      "Prefix",
      "ContinuationToken",
      "FetchOwner",
      "StartAfter",
      "RequestPayer",
      "ExpectedBucketOwner",
    ],
    run: listObjectsV2,
  },
  ListObjectVersions: {
    members: [
      "Bucket",
      "Delimiter",
      "EncodingType",
      "KeyMarker",
      "MaxKeys",
      "Prefix",
      "VersionIdMarker",
      "ExpectedBucketOwner",
      "RequestPayer",
    ],
    run: listObjectVersions,
  },
});
