import { rmSync } from "node:fs";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../kernel/json.ts";
import { findNamed, listNamed, removeNamed } from "../../../kernel/NameTable.ts";
import type { TimerHandler } from "../../../kernel/ServiceModule.ts";
import { LINK_SCAN_MS } from "../durations.ts";
import { type AssociationRecord, fsxStore, type LinkEvent } from "../FsxState.ts";
import { importRepository } from "./importRepository.ts";
import { linkDirectory } from "./linkDirectory.ts";
import { repositoryFailure } from "./repositoryFailure.ts";
import { lookAtLink, noteExisting, syncDataLinks } from "./syncDataLinks.ts";

/** What happens to data links after their modelled times. */
export const linkTimers: Readonly<Record<string, TimerHandler>> = {
  "fsx.link-created": withLink(finishCreation),
  "fsx.link-updated": withLink(finishUpdate),
  "fsx.link-deleted": withLink(finishDeletion),
  "fsx.link-scan": (_payload, context) => {
    context.store(fsxStore).isScanning = false;
    syncDataLinks(context);
    keepScanning(context);
  },
};

function withLink(
  act: (link: AssociationRecord, payload: JsonObject, context: RegionContext) => void,
): TimerHandler {
  return (payload: Json, context) => {
    if (!isJsonObject(payload)) return;
    const id = payload["linkId"];
    const link = findNamed(context.store(fsxStore).associations, typeof id === "string" ? id : "");
    if (link !== undefined) act(link, payload, context);
  };
}

function finishCreation(link: AssociationRecord, _payload: JsonObject, context: RegionContext): void {
  if (link.lifecycle !== "CREATING") return;
  if (lookAtLink(context, link) === undefined) {
    link.lifecycle = "FAILED";
    link.failure = `The file system path ${link.fileSystemPath} is not a directory.`;
    return;
  }
  noteExisting(context, link);
  link.lifecycle = "AVAILABLE";
  const failure = repositoryFailure(context, link);
  if (failure === undefined) {
    if (link.batchImport) importRepository(context, link, link.prefix);
  } else {
    link.lifecycle = "MISCONFIGURED";
    link.failure = failure;
  }
  keepScanning(context);
}

function finishUpdate(link: AssociationRecord, payload: JsonObject, context: RegionContext): void {
  if (link.lifecycle !== "UPDATING") return;
  const chunkSizeMiB = payload["chunkSizeMiB"];
  link.importEvents = eventsOf(payload["importEvents"]);
  link.exportEvents = eventsOf(payload["exportEvents"]);
  if (typeof chunkSizeMiB === "number") link.chunkSizeMiB = chunkSizeMiB;
  const failure = repositoryFailure(context, link);
  link.lifecycle = failure === undefined ? "AVAILABLE" : "MISCONFIGURED";
  if (failure === undefined) delete link.failure;
  else link.failure = failure;
}

function finishDeletion(link: AssociationRecord, payload: JsonObject, context: RegionContext): void {
  if (payload["deletesData"] === true)
    for (const { absolutePath } of linkDirectory(context, link) === undefined
      ? []
      : (lookAtLink(context, link) ?? []))
      rmSync(absolutePath, { recursive: true, force: true });
  removeNamed(context.store(fsxStore).associations, link.id);
}

/** The periodic look goes on as long as there are links. */
function keepScanning(context: RegionContext): void {
  const state = context.store(fsxStore);
  if (state.isScanning || listNamed(state.associations).length === 0) return;
  state.isScanning = true;
  context.clock.schedule({
    kind: "fsx.link-scan",
    region: context.region,
    payload: {},
    afterMs: LINK_SCAN_MS,
    background: true,
  });
}

function eventsOf(value: Json | undefined): LinkEvent[] {
  const events = Array.isArray(value) ? value : [];
  return (["NEW", "CHANGED", "DELETED"] as const).filter((event) => events.includes(event));
}
