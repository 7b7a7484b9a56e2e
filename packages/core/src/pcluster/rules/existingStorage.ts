import { AwsLookupError, foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws, FsxFacts } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, info, type Finding, type Findings, type RuleAnswer } from "./finding.ts";
import { isPortOpen, type ClusterAccess } from "./storageAccess.ts";

type ClusterGroups = Omit<ClusterAccess, "aws">;

export interface ExistingFsxInput extends ClusterGroups {
  readonly fileSystemIds: readonly string[];
  /** Head node first. */
  readonly subnetIds: readonly string[];
}

interface FsxPorts {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
}

const PORTS: Readonly<Record<string, FsxPorts>> = {
  LUSTRE: { tcp: [988], udp: [] },
  OPENZFS: { tcp: [111, 2049, 20001, 20002, 20003], udp: [111, 2049, 20001, 20002, 20003] },
  ONTAP: { tcp: [111, 635, 2049, 4046], udp: [111, 635, 2049, 4046] },
};

export function existingFsxNetworkingValidator(
  input: ExistingFsxInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkFileSystems(input, aws);
}

/** File caches first, then file systems: what cannot be read ends the check, what was found before stays. */
async function checkFileSystems(input: ExistingFsxInput, aws: ClusterConfigAws): Promise<Findings> {
  const caches = input.fileSystemIds.filter((id) => id.startsWith("fc-"));
  const systems = input.fileSystemIds.filter((id) => !id.startsWith("fc-"));
  const findings: Finding[] = [];
  try {
    const ofCaches = await Promise.all(caches.map((id) => aws.fileSystems.fileCache(id)));
    for (const answer of ofCaches) findings.push(...(await checkOne(foundOrThrow(answer), input, aws)));
    const ofSystems = await Promise.all(systems.map((id) => aws.fileSystems.fsxFileSystem(id)));
    for (const facts of ofSystems.map(foundOrThrow)) findings.push(...(await checkOne(facts, input, aws)));
  } catch (refusal) {
    if (!(refusal instanceof AwsLookupError)) throw refusal;
    findings.push(error(`The existing file systems cannot be read: ${refusal.message}`));
  }
  return findings;
}

async function checkOne(facts: FsxFacts, input: ExistingFsxInput, aws: ClusterConfigAws): Promise<Findings> {
  const headSubnet = foundOrThrow(await aws.network.subnet(input.subnetIds[0] ?? ""));
  const elsewhere = findingsOf(
    facts.vpc !== headSubnet.vpc &&
      error(`The file system ${facts.id} is in ${facts.vpc}, the cluster in ${headSubnet.vpc}.`),
  );
  if (facts.networkInterfaces.length === 0)
    return [
      ...elsewhere,
      error(`The file system ${facts.id} has no network interfaces; its security groups cannot be checked.`),
    ];
  const interfaces = (
    await Promise.all(facts.networkInterfaces.map((id) => aws.network.networkInterface(id)))
  ).map(foundOrThrow);
  const groupSets = interfaces.filter((one) => one.vpc === headSubnet.vpc).map((one) => one.groups);
  const closed = await Promise.all(
    (["tcp", "udp"] as const).map((protocol) => checkPorts(facts, protocol, groupSets, { ...input, aws })),
  );
  return [...elsewhere, ...closed.flat()];
}

async function checkPorts(
  facts: FsxFacts,
  protocol: "tcp" | "udp",
  groupSets: readonly (readonly string[])[],
  cluster: ExistingFsxInput & ClusterAccess,
): Promise<Findings> {
  const alsoOutbound = facts.kind !== "OPENZFS";
  const missing: number[] = [];
  for (const port of PORTS[facts.kind]?.[protocol] ?? []) {
    const question = { subnetIds: cluster.subnetIds, port, protocol, alsoOutbound, cluster };
    const open = await Promise.all(
      groupSets.map((securityGroups) => isPortOpen({ securityGroups, ...question })),
    );
    if (!open.includes(true)) missing.push(port);
  }
  const direction = alsoOutbound ? "in both directions" : "inbound";
  return findingsOf(
    missing.length > 0 &&
      error(
        `The security groups of the file system ${facts.id} do not open ${protocol} ${missing.join(", ")} ${direction} to the cluster.`,
      ),
  );
}

export interface EfsIdInput extends ClusterGroups {
  readonly fileSystemId: string;
  /** Subnets of the cluster by availability zone. */
  readonly subnetsByZone: ReadonlyMap<string, readonly string[]>;
}

const EFS_PORT = 2049;

export function efsIdValidator(input: EfsIdInput, aws: ClusterConfigAws | undefined): RuleAnswer {
  return aws === undefined ? [] : checkEfs(input, aws);
}

async function checkEfs(input: EfsIdInput, aws: ClusterConfigAws): Promise<Findings> {
  const efs = foundOrThrow(await aws.fileSystems.efs(input.fileSystemId));
  const isOneZone = efs.oneZone !== undefined;
  const findings: Finding[] = [];
  if (isOneZone && input.subnetsByZone.size > 1)
    findings.push(
      error(
        `The EFS file system ${input.fileSystemId} is in one zone only, the cluster in ${[...input.subnetsByZone.keys()].join(", ")}.`,
      ),
    );
  const targets = await Promise.all(
    efs.mountTargets.map(async (target) => {
      const { zone } = foundOrThrow(await aws.network.subnet(target.subnetId));
      return { target, zone };
    }),
  );
  const without: string[] = [];
  for (const [zone, subnetIds] of input.subnetsByZone) {
    const target = targets.findLast((one) => one.zone === zone)?.target;
    if (target === undefined) without.push(zone);
    else if (!(await isMountable(target.securityGroups, subnetIds, { ...input, aws })))
      findings.push(
        error(
          `The mount target ${target.id} of ${input.fileSystemId} in ${zone} does not open port ${EFS_PORT} in both directions to the cluster.`,
        ),
      );
  }
  if (!isOneZone && without.length > 0)
    findings.push(
      error(`The EFS file system ${input.fileSystemId} has no mount target in ${without.join(", ")}.`),
    );
  return findings;
}

function isMountable(
  securityGroups: readonly string[],
  subnetIds: readonly string[],
  cluster: ClusterAccess,
): Promise<boolean> {
  return isPortOpen({
    securityGroups,
    subnetIds,
    port: EFS_PORT,
    protocol: "tcp",
    alsoOutbound: true,
    cluster,
  });
}

export interface QueueZones {
  readonly name: string;
  readonly zones: readonly string[];
}

export interface UnmanagedFsxInput {
  readonly queues: readonly QueueZones[];
  readonly fileSystemZones: readonly string[];
}

export function unmanagedFsxMultiAzValidator({ queues, fileSystemZones }: UnmanagedFsxInput): Findings {
  return queues
    .filter((queue) => !queue.zones.every((zone) => fileSystemZones.includes(zone)))
    .map((queue) =>
      info(
        `Queue ${queue.name} runs in ${queue.zones.join(", ")}, the file system is in ${fileSystemZones.join(", ")}: traffic between zones is slower and costs.`,
      ),
    );
}
