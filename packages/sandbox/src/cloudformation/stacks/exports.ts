import type { RegionContext } from "../../kernel/CallContext.ts";
import { compareText } from "../../kernel/NameTable.ts";
import { validationError } from "../validationError.ts";
import type { StackRecord } from "./StackRecord.ts";
import type { OutputRecord } from "./OutputRecord.ts";
import { cloudFormationState } from "./stackStore.ts";

export interface ExportRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly name: string;
  readonly value: string;
}

/** All exports of the region, by name. */
export function exportsOf(context: RegionContext): ExportRecord[] {
  return liveStacks(context)
    .flatMap((stack) =>
      stack.outputs.flatMap(({ exportName, value }) =>
        exportName === undefined
          ? []
          : [{ stackId: stack.id, stackName: stack.name, name: exportName, value }],
      ),
    )
    .sort((left, right) => compareText(left.name, right.name));
}

export function findExport(context: RegionContext, name: string): ExportRecord | undefined {
  return exportsOf(context).find((entry) => entry.name === name);
}

/** @throws {AwsError} `ValidationError` when no stack of the region exports the name. */
export function exportedValue(context: RegionContext, name: string): string {
  const found = findExport(context, name);
  if (found === undefined) throw validationError(`No export named ${name} found`);
  return found.value;
}

/** Names of the stacks that import an export, sorted. */
export function importersOf(context: RegionContext, name: string): string[] {
  return liveStacks(context)
    .filter((stack) => stack.imports.includes(name))
    .map((stack) => stack.name)
    .sort(compareText);
}

/**
 * Why the outputs cannot take the place of the stack's present ones: a name that another stack exports, or an
 * export that is in use and would change or go. Undefined when they can.
 */
export function exportFault(
  context: RegionContext,
  stack: StackRecord,
  outputs: readonly OutputRecord[],
): string | undefined {
  const others = exportsOf(context).filter((entry) => entry.stackId !== stack.id);
  for (const { exportName } of outputs) {
    const taken = others.find((entry) => entry.name === exportName);
    if (taken !== undefined)
      return `Export with name ${taken.name} is already exported by stack ${taken.stackName}`;
  }
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined) continue;
    const next = outputs.find((output) => output.exportName === exportName);
    const importers = next?.value === value ? [] : importersOf(context, exportName);
    if (importers.length > 0)
      return `Export ${exportName} cannot be ${next === undefined ? "deleted" : "updated"} as it is in use by ${enumeration(importers)}`;
  }
  return undefined;
}

/** Why the stack cannot be deleted: one of its exports is in use. */
export function deletionFault(context: RegionContext, stack: StackRecord): string | undefined {
  for (const { exportName } of stack.outputs) {
    const importers = exportName === undefined ? [] : importersOf(context, exportName);
    if (importers.length > 0)
      return `Delete canceled. Cannot delete export ${exportName ?? ""} as it is in use by ${enumeration(importers)}.`;
  }
  return undefined;
}

function enumeration(names: readonly string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1] ?? ""}`;
}

function liveStacks(context: RegionContext): StackRecord[] {
  return Object.values(cloudFormationState(context).stacks).filter(
    (stack) => stack.status !== "DELETE_COMPLETE",
  );
}
