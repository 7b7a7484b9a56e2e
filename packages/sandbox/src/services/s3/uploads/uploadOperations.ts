import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { CHECKSUM_MEMBERS } from "../contents/checksums.ts";
import { COPY_SOURCE_MEMBERS } from "../objects/copySource.ts";
import { TRAIT_MEMBERS } from "../objects/traits.ts";
import { completeMultipartUpload } from "./completeUpload.ts";
import { listMultipartUploads, listParts } from "./listUploads.ts";
import { abortMultipartUpload, createMultipartUpload } from "./startUpload.ts";
import { uploadPart, uploadPartCopy } from "./uploadPart.ts";

const UPLOAD_MEMBERS = ["Bucket", "Key", "UploadId", "RequestPayer", "ExpectedBucketOwner"] as const;

/** Multipart uploads. */
export const uploadOperations = defineOperations<"s3">()({
  CreateMultipartUpload: {
    members: [
      ...TRAIT_MEMBERS,
      "Bucket",
      "Key",
      "RequestPayer",
      "ExpectedBucketOwner",
      "ChecksumAlgorithm",
      "ChecksumType",
    ],
    run: createMultipartUpload,
  },
  UploadPart: {
    members: [
      ...UPLOAD_MEMBERS,
      ...CHECKSUM_MEMBERS,
      "Body",
      "ContentLength",
      "ContentMD5",
      "ChecksumAlgorithm",
      "PartNumber",
    ],
    run: uploadPart,
  },
  UploadPartCopy: {
    members: [...UPLOAD_MEMBERS, ...COPY_SOURCE_MEMBERS, "CopySourceRange", "PartNumber"],
    run: uploadPartCopy,
  },
  CompleteMultipartUpload: {
    members: [
      ...UPLOAD_MEMBERS,
      ...CHECKSUM_MEMBERS,
      "MultipartUpload",
      "ChecksumType",
      "MpuObjectSize",
      "IfMatch",
      "IfNoneMatch",
    ],
    run: completeMultipartUpload,
  },
  AbortMultipartUpload: { members: UPLOAD_MEMBERS, run: abortMultipartUpload },
  ListParts: {
    members: [...UPLOAD_MEMBERS, "MaxParts", "PartNumberMarker"],
    run: listParts,
  },
  ListMultipartUploads: {
    members: [
      "Bucket",
      "Delimiter",
      "EncodingType",
      "KeyMarker",
      "MaxUploads",
      "Prefix",
      "UploadIdMarker",
      "ExpectedBucketOwner",
      "RequestPayer",
    ],
    run: listMultipartUploads,
  },
});
