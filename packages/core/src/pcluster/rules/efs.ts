import { error, findingsOf, info, type Findings } from "./finding.ts";

export interface EfsMountOptionsInput {
  readonly encryptionInTransit: boolean | undefined;
  readonly iamAuthorization: boolean | undefined;
  readonly name: string;
}

export function efsMountOptionsValidator(input: EfsMountOptionsInput): Findings {
  return findingsOf(
    input.iamAuthorization === true &&
      input.encryptionInTransit !== true &&
      error(`IamAuthorization of the storage ${input.name} works only with EncryptionInTransit true.`),
  );
}

export interface EfsAccessPointInput {
  readonly accessPointId: string | undefined;
  readonly fileSystemId: string | undefined;
  readonly encryptionInTransit: boolean | undefined;
}

export function efsAccessPointOptionsValidator(input: EfsAccessPointInput): Findings {
  const { accessPointId } = input;
  if (accessPointId === undefined || accessPointId === "") return [];
  return findingsOf(
    (input.fileSystemId === undefined || input.fileSystemId === "") &&
      error(`The access point ${accessPointId} needs the FileSystemId of its file system.`),
    input.encryptionInTransit !== true &&
      error(`The access point ${accessPointId} works only with EncryptionInTransit true.`),
  );
}

export interface DeletionPolicyInput {
  readonly deletionPolicy: string | undefined;
  readonly name: string;
}

export function deletionPolicyValidator({ deletionPolicy, name }: DeletionPolicyInput): Findings {
  return findingsOf(
    deletionPolicy === "Delete" &&
      info(
        `DeletionPolicy is Delete: the storage ${name} is deleted when it leaves the configuration or the cluster is deleted.`,
      ),
    deletionPolicy === "Retain" &&
      info(
        `DeletionPolicy is Retain: the storage ${name} stays when it leaves the configuration or the cluster is deleted.`,
      ),
  );
}
