import { parse, stringify } from "yaml";
import type { ReservationDescription } from "../../ports/CapacityGateway.ts";
import { loadProject } from "../loadProject.ts";
import { isMapping } from "../readYaml.ts";
import { resolveProject } from "../resolveProject.ts";
import type { ResolvedProject } from "../ResolvedProject.ts";
import { observedAccount, reservation } from "./observedAccount.ts";

const SMALLEST = {
  name: "ml-cluster",
  region: "us-west-2",
  capacity: { reservation: "cr-0123456789abcdef0" },
};

export interface ProjectChanges {
  /** YAML with top-level keys that are laid over the smallest project. */
  readonly text?: string;
  /** What is different about the reservation. */
  readonly account?: Partial<ReservationDescription>;
}

/** A resolved project for tests: the smallest one, with what a test wants to be different. */
export function resolvedProject({ text = "", account = {} }: ProjectChanges = {}): ResolvedProject {
  const changes: unknown = parse(text) ?? {};
  const { project } = loadProject(stringify({ ...SMALLEST, ...(isMapping(changes) ? changes : {}) }), {
    fileName: "trainyard.yaml",
  });
  const found = reservation(account);
  const zones = ["a", "b", "c"].map((letter) => `${project.region}${letter}`);
  return resolveProject(project, observedAccount({ reservations: [found], zones }));
}

/** Outputs of the guide's prerequisites stack. */
export const GUIDE_OUTPUTS = {
  VPC: "vpc-0123456789abcdef0",
  PublicSubnet: "subnet-0aaaaaaaaaaaaaaaa",
  PrimaryPrivateSubnet: "subnet-0bbbbbbbbbbbbbbbb",
  SecurityGroup: "sg-0123456789abcdef0",
  FSxLustreFilesystemMountname: "abcdefgh",
  FSxLustreFilesystemDNSname: "fs-0160ebe1881498442.fsx.us-west-2.amazonaws.com",
  FSxLustreFilesystemId: "fs-0160ebe1881498442",
  FSxORootVolumeId: "fsvol-0123456789abcdef0",
};
