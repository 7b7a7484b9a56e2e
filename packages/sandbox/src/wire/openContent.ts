import { openSync } from "node:fs";
import type { WireAnswer } from "./WireMessage.ts";

/** An answer whose content, when it is in a file, is open: what happens to the file's name does not matter any more. */
export interface OpenAnswer extends Omit<WireAnswer, "body"> {
  readonly body: string | Uint8Array | OpenContent;
}

/** A part of an open file; `endByte` is exclusive. Whoever sends it closes it. */
export interface OpenContent {
  /** Undefined when there is nothing to read. */
  readonly fileDescriptor: number | undefined;
  readonly startByte: number;
  readonly endByte: number;
}

/** To be called in the same turn as the handler: the next call may overwrite the object. */
export function openContent(answer: WireAnswer, method: string): OpenAnswer {
  const { body } = answer;
  if (typeof body === "string" || body instanceof Uint8Array) return { ...answer, body };
  const { filePath, startByte, endByte } = body;
  const isRead = method !== "HEAD" && endByte > startByte;
  return {
    ...answer,
    body: { fileDescriptor: isRead ? openSync(filePath, "r") : undefined, startByte, endByte },
  };
}
