import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../../kernel/events.ts";
import { listNamed } from "../../../kernel/NameTable.ts";
import { type AssociationRecord, fsxStore, type LinkEvent } from "../FsxState.ts";
import { importObject } from "./importObject.ts";
import { importRemoval, noteWithoutObject } from "./importRepository.ts";
import { isActive } from "./linksOf.ts";

type ObjectChange = SandboxEvents["s3.object-changed"];

const EVENT_OF_CHANGE: Readonly<Record<ObjectChange["change"], LinkEvent>> = {
  created: "NEW",
  overwritten: "CHANGED",
  deleted: "DELETED",
};

/** Automatic import: carries changes of objects over to every link that has them, as its policy says. */
export function onObjectChanged(change: ObjectChange, context: RegionContext): void {
  for (const link of listNamed(context.store(fsxStore).associations))
    if (isActive(link) && concerns(link, change)) carryOver(context, link, change);
}

function concerns(link: AssociationRecord, { bucket, key }: ObjectChange): boolean {
  return (
    link.bucket === bucket && key.startsWith(link.prefix) && key !== link.prefix && link.exportingKey !== key
  );
}

function carryOver(context: RegionContext, link: AssociationRecord, { change, key }: ObjectChange): void {
  const isWanted = link.importEvents.includes(EVENT_OF_CHANGE[change]);
  if (change !== "deleted") {
    if (isWanted) importObject(context, link, key);
  } else if (isWanted) importRemoval(context, link, key);
  else noteWithoutObject(link, key.slice(link.prefix.length).replace(/\/$/, ""));
}
