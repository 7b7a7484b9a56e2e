import { clusterConfigRules as rules, found, refused } from "@trainyard/core";
import { existence, withAccount } from "./mockAnswers.ts";
import { NotRecorded, type Recorded } from "./Recorded.ts";
import { testOf, type ValidatorAdapter, type ValidatorCall } from "./ValidatorAdapter.ts";

/** Things that must exist: keys, roles, secrets, buckets, images. */
export const accountAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  KeyPairValidator: (call) => {
    const [pair] = testOf(call).part("ec2_return").parts("KeyPairs");
    const known = pair && { keyType: pair.text("KeyType") };
    return rules.keyPairValidator(
      {
        keyName: call.given.optionalText("key_name"),
        os: call.given.text("os"),
        limits: call.limits,
      },
      withAccount({ images: { keyPair: () => existence(call, known) } }),
    );
  },
  RoleValidator: (call) =>
    rules.roleValidator(
      { arn: call.given.text("role_arn") },
      withAccount({ access: { role: () => existence(call, "exists") } }),
    ),
  InstanceProfileValidator: (call) =>
    rules.instanceProfileValidator(
      { arn: call.given.text("instance_profile_arn") },
      withAccount({ access: { instanceProfile: () => existence(call, "exists") } }),
    ),
  IamPolicyValidator: (call) => rules.iamPolicyValidator({ arn: policyArn(call) }, policyAccount(call)),
  AdditionalIamPolicyValidator: (call) =>
    rules.additionalIamPolicyValidator({ arn: policyArn(call), partition: "aws" }, policyAccount(call)),
  KmsKeyValidator: (call) =>
    rules.kmsKeyValidator(
      { kmsKeyId: call.given.text("kms_key_id") },
      withAccount({ volumes: { kmsKey: () => existence(call, "exists") } }),
    ),
  FsxBackupIdValidator: (call) =>
    rules.fsxBackupIdValidator(
      { backupId: call.given.optionalText("backup_id") },
      withAccount({ fileSystems: { fsxBackup: () => existence(call, "exists") } }),
    ),
  PasswordSecretArnValidator: (call) => {
    const code = testOf(call).optionalText("error_from_aws_service");
    const answer = async () => (code === undefined ? found("exists" as const) : refused(code, code));
    return rules.passwordSecretArnValidator(
      { arn: call.given.text("password_secret_arn"), region: call.given.text("region") },
      withAccount({ access: { secret: answer, parameter: answer } }),
    );
  },
  ArnServiceAndResourceValidator: ({ given }) =>
    rules.arnServiceAndResourceValidator({
      arn: given.text("arn"),
      region: given.text("region"),
      expectedService: given.text("expected_service"),
      expectedResource: given.text("expected_resource"),
    }),
  MungeKeySecretSizeAndBase64Validator: (call) => {
    const test = testOf(call);
    const code = test.optionalText("error_from_aws_service");
    const text = test.part("mock_response").text("SecretString");
    return rules.mungeKeySecretSizeAndBase64Validator(
      { arn: call.given.text("munge_key_secret_arn") },
      withAccount({
        access: { secretText: async () => (code === undefined ? found(text) : refused(code, code)) },
      }),
    );
  },
  UrlValidator: (call) => {
    const bucketOwner = call.given.optionalText("expected_bucket_owner");
    const readable = () => {
      const test = testOf(call);
      const fails = !test.flag("response") || test.flag("error") || test.flag("head_object_error");
      return existence({ isMissing: fails }, "readable" as const);
    };
    const object = () => existence({ isMissing: testOf(call).flag("head_object_error") }, "exists" as const);
    return rules.urlValidator(
      { url: call.given.text("url"), ...(bucketOwner === undefined ? {} : { bucketOwner }) },
      withAccount({ objects: { url: readable, object } }),
    );
  },
  S3BucketUriValidator: (call) =>
    rules.s3BucketUriValidator(
      { url: call.given.text("url") },
      withAccount({ objects: { bucket: () => existence(call, "exists") } }),
    ),
  S3BucketRegionValidator: (call) =>
    rules.s3BucketRegionValidator(
      { bucket: call.given.text("bucket"), region: call.given.text("region") },
      withAccount({ objects: { bucketRegion: async () => found(testOf(call).text("bucket_region")) } }),
    ),
  FsxAutoImportValidator: (call) => {
    const test = testOf(call);
    return rules.fsxAutoImportValidator(
      {
        hasPolicy: call.given.flag("auto_import_policy"),
        importPath: call.given.optionalText("import_path"),
        region: test.text("cluster_region"),
      },
      withAccount({ objects: { bucketRegion: async () => found(test.text("bucket_region")) } }),
    );
  },
  AmiOsCompatibleValidator: (call) => {
    const data = testOf(call).part("ami_info").part("_image_data");
    return rules.amiOsCompatibleValidator(
      { os: call.given.text("os"), imageId: call.given.text("image_id") },
      withAccount({ images: { image: async () => found(imageOf(data)) } }),
    );
  },
  AMIVolumeSizeValidator: (call) => {
    const data = testOf(call).part("ami_response");
    return rules.amiVolumeSizeValidator(
      { sizeGiB: call.given.number("volume_size"), imageId: call.given.text("image") },
      withAccount({ images: { image: async () => found(imageOf(data)) } }),
    );
  },
};

function policyArn({ given }: ValidatorCall): string {
  return given.text("policy");
}

function policyAccount(call: ValidatorCall) {
  return withAccount({ access: { policy: () => existence(call, "exists") } });
}

/** A described image; the tests write its tags as a map or as a list of keys and values. */
export function imageOf(data: Recorded) {
  const listed = data.parts("Tags").map((tag): [string, string] => [tag.text("Key"), tag.text("Value")]);
  const [device] = data.parts("BlockDeviceMappings");
  if (data.optionalText("Architecture") === undefined && data.value("Tags") === undefined)
    throw new NotRecorded("the image");
  return {
    id: data.text("ImageId"),
    architecture: data.text("Architecture"),
    description: data.optionalText("Description"),
    rootDeviceName: device?.text("DeviceName") ?? "",
    volumeSizeGiB: device?.part("Ebs").optionalNumber("VolumeSize") ?? 0,
    tags: new Map([...data.textMap("Tags"), ...listed]),
  };
}
