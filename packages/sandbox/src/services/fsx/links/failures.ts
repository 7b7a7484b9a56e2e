import { putNamed, removeNamed } from "../../../kernel/NameTable.ts";
import type { AssociationRecord } from "../FsxState.ts";

const LONGEST_REASON = 300;

/** Remembers why an object or file was left out; the same path keeps its last reason only. */
export function noteFailure(link: AssociationRecord, path: string, reason: string): void {
  putNamed(link.failures, path, { path, reason: reason.slice(0, LONGEST_REASON) });
}

export function clearFailure(link: AssociationRecord, path: string): void {
  removeNamed(link.failures, path);
}

/** Errors of the machine's file system: what they concern is left out, the rest goes on. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]/.test(error.code)
  );
}
