import { readProperties } from "../../kernel/readProperties.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import type { Work } from "./Work.ts";

const INSTANCE = "AWS::EC2::Instance";
const DONE = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE"]);

/**
 * Hosts that have come up and whose user data calls `cfn-signal` for a resource. Simulated hosts run no user
 * data: what it does is taken to succeed.
 */
export function bootedHosts({ context, stack }: Work, logicalId: string): string[] {
  if (context.hosts.kind !== "simulated") return [];
  return Object.values(stack.resources)
    .filter((resource) => resource.type === INSTANCE && isUp(resource, logicalId))
    .filter((resource) => signalledResources(resource).includes(logicalId))
    .flatMap((resource) => resource.physicalId ?? []);
}

/** Sends the signals that the user data of a simulated host would send to the handles whose addresses it holds. */
export function signalHandles({ context }: Work, resource: ResourceRecord): void {
  if (context.hosts.kind !== "simulated" || resource.type !== INSTANCE) return;
  const script = userDataOf(resource);
  const body = JSON.stringify({
    Status: "SUCCESS",
    Reason: "Configuration Complete",
    UniqueId: resource.physicalId ?? "",
    Data: "",
  });
  for (const [, handle = ""] of script.matchAll(/\/_signal\/([0-9a-f]{40})/g))
    context.emit("cloudformation.signal", { handle, body });
}

/** A host's own signal is asked for when it is up; that of another host when its resource is done. */
function isUp(resource: ResourceRecord, logicalId: string): boolean {
  return resource.logicalId === logicalId || DONE.has(resource.status);
}

function signalledResources(resource: ResourceRecord): string[] {
  const script = userDataOf(resource);
  if (!script.includes("cfn-signal")) return [];
  return [...script.matchAll(/--resource[\s=]+["']?([A-Za-z0-9]+)/g)].map(([, name = ""]) => name);
}

function userDataOf(resource: ResourceRecord): string {
  const userData = readProperties(resource.properties).text("UserData") ?? "";
  return Buffer.from(userData, "base64").toString("utf8");
}
