import { AwsError } from "../../kernel/AwsError.ts";

export function noSuchBucket(bucket: string): AwsError {
  return new AwsError("NoSuchBucket", "The specified bucket does not exist", {
    httpStatus: 404,
    members: { BucketName: bucket },
  });
}

/** @param deleteMarker - the marker that hides the key: its headers go with the answer. */
export function noSuchKey(key: string, deleteMarkerVersionId?: string): AwsError {
  return new AwsError("NoSuchKey", "The specified key does not exist.", {
    httpStatus: 404,
    members: {
      Key: key,
      ...(deleteMarkerVersionId === undefined
        ? {}
        : { "x-amz-delete-marker": "true", "x-amz-version-id": deleteMarkerVersionId }),
    },
  });
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError("NoSuchVersion", "The specified version does not exist.", {
    httpStatus: 404,
    members: { Key: key, VersionId: versionId },
  });
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    { httpStatus: 404, members: { UploadId: uploadId } },
  );
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    httpStatus: 412,
    members: { Condition: condition },
  });
}

export function invalidArgument(message: string, argumentName: string, argumentValue: string): AwsError {
  return new AwsError("InvalidArgument", message, {
    members: { ArgumentName: argumentName, ArgumentValue: argumentValue },
  });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError("InvalidRequest", message);
}

export function malformedXml(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );
}

export function accessDenied(message = "Access Denied"): AwsError {
  return new AwsError("AccessDenied", message, { httpStatus: 403 });
}

/** For values of modelled members that the sandbox does not act on. */
export function notModelled(what: string): AwsError {
  return new AwsError("NotImplemented", `${what} is not modelled by the sandbox.`, { httpStatus: 501 });
}
