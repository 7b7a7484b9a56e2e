import type { JsonObject } from "../../kernel/json.ts";
import { generatedName } from "../../kernel/generatedName.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import { differences } from "../engine/differences.ts";
import {
  addStack,
  cancelUpdate,
  commitHeldUpdate,
  newStackId,
  startCreation,
  startDeletion,
  startUpdate,
} from "../engine/startOperation.ts";
import type { Progress, ResourceContext, ResourceProvider } from "../ResourceProvider.ts";
import { defineStack, type StackRequest } from "../stacks/defineStack.ts";
import { isUnchanged } from "../stacks/isUnchanged.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import type { StackDefinition, TagRecord } from "../stacks/StackDefinition.ts";
import { stackById } from "../stacks/stackStore.ts";
import { fetchTemplate } from "../template/fetchTemplate.ts";
import { validationError } from "../validationError.ts";

const MAX_NAME_LENGTH = 128;

/** A stack that another stack makes: it inherits tags and capabilities and tells its parent when it is done. */
export const nestedStack: ResourceProvider = {
  type: "AWS::CloudFormation::Stack",
  durations: { createMs: 0, updateMs: 0, deleteMs: 0 },
  create(properties, context) {
    const parent = requireStackById(context, context.stackId);
    const name = generatedName(context, MAX_NAME_LENGTH);
    const id = newStackId(context, name);
    const definition = defineNested(context, { id, name }, properties);
    const rootId = parent.parent?.rootId ?? parent.id;
    const stack = addStack(context, id, {
      name,
      definition,
      parent: { stackId: parent.id, rootId, logicalId: context.logicalId },
    });
    startCreation(context, stack, {
      onFailure: "DO_NOTHING",
      timeoutMinutes: readProperties(properties).number("TimeoutInMinutes"),
    });
    return { physicalId: id };
  },
  progress: (physicalId, _properties, context) => progressOf(requireStackById(context, physicalId), context),
  read(physicalId, _properties, context) {
    const stack = requireStackById(context, physicalId);
    const outputs = stack.outputs.map((output) => [`Outputs.${output.key}`, output.value] as const);
    return { ref: stack.id, attributes: Object.fromEntries(outputs) };
  },
  outdated(physicalId, properties, context) {
    const stack = requireStackById(context, physicalId);
    return !isUnchanged(stack.definition, defineNested(context, stack, properties, stack.definition));
  },
  update(physicalId, { after }, context) {
    const stack = requireStackById(context, physicalId);
    const definition = defineNested(context, stack, after, stack.definition);
    if (!isUnchanged(stack.definition, definition))
      startUpdate(context, stack, definition, { onFailure: "ROLLBACK" });
  },
  revert(physicalId, change, context) {
    const stack = requireStackById(context, physicalId);
    if (stack.operation !== undefined) return cancelUpdate(context, stack);
    const done = stack.status === "UPDATE_COMPLETE" || stack.status === "CREATE_COMPLETE";
    if (done && differences(change.before, change.after).length > 0)
      nestedStack.update?.(physicalId, change, context);
  },
  commit: (physicalId, context) => commitHeldUpdate(context, requireStackById(context, physicalId)),
  delete(physicalId, _properties, context) {
    const stack = stackById(context, physicalId);
    if (stack !== undefined) startDeletion(context, stack, { retained: [] });
  },
  deleteProgress: (physicalId, context) => deletionOf(stackById(context, physicalId)),
};

function progressOf(stack: StackRecord, context: ResourceContext): Progress {
  const { id, status, statusReason = "" } = stack;
  const held = stack.operation?.phase === "held";
  if (held || status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE") return { status: "done" };
  if (status === "CREATE_FAILED" || status.startsWith("ROLLBACK_") || status.startsWith("DELETE_"))
    return {
      status: "failed",
      reason: `Embedded stack ${id} was not successfully created: ${statusReason}`,
    };
  if (status === "UPDATE_ROLLBACK_COMPLETE" && isWanted(stack, context)) return { status: "done" };
  if (status === "UPDATE_ROLLBACK_COMPLETE" || status === "UPDATE_ROLLBACK_FAILED")
    return {
      status: "failed",
      reason: `Embedded stack ${id} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: ${rollbackReason(stack)}`,
    };
  return { status: "waiting" };
}

/** A rolled back stack is as its parent wants it when the parent rolls back too, or did not update it at all. */
function isWanted(stack: StackRecord, context: ResourceContext): boolean {
  const parent = stackById(context, context.stackId);
  const updatedWithParent = (stack.updatedMs ?? 0) >= (parent?.updatedMs ?? 0);
  return parent?.operation?.phase === "revert" || !updatedWithParent;
}

/** The later states of a rollback no longer carry its reason. */
function rollbackReason({ events }: StackRecord): string {
  return events.findLast((event) => event.status === "UPDATE_ROLLBACK_IN_PROGRESS")?.reason ?? "";
}

function deletionOf(stack: StackRecord | undefined): Progress {
  if (stack === undefined || stack.status === "DELETE_COMPLETE") return { status: "done" };
  if (stack.status === "DELETE_IN_PROGRESS") return { status: "waiting" };
  const reason = stack.status === "DELETE_FAILED" ? stack.statusReason : stack.events.at(-1)?.reason;
  return {
    status: "failed",
    reason: `Embedded stack ${stack.id} was not successfully deleted: ${reason ?? ""}`,
  };
}

function defineNested(
  context: ResourceContext,
  stack: Pick<StackRecord, "id" | "name">,
  properties: JsonObject,
  previous?: StackDefinition,
): StackDefinition {
  const parent = requireStackById(context, context.stackId);
  const read = readProperties(properties);
  const templateText = fetchTemplate({ TemplateURL: read.text("TemplateURL") }, context);
  if (templateText === undefined) throw validationError("TemplateURL must be specified.");
  const parameters = read.object("Parameters");
  const request: StackRequest = {
    templateText,
    parameters: Object.keys(parameters?.properties ?? {}).map((key) => ({
      ParameterKey: key,
      ParameterValue: parameters?.text(key) ?? "",
    })),
    tags: mergedTags(parent.definition.tags, read.objects("Tags")),
    capabilities: parent.definition.capabilities,
    notificationArns: read.texts("NotificationARNs") ?? parent.definition.notificationArns,
    roleArn: parent.definition.roleArn,
  };
  return defineStack(context, stack, request, previous);
}

/** The nested stack's own tags win over the inherited ones. */
function mergedTags(
  inherited: readonly TagRecord[],
  own: readonly ReturnType<typeof readProperties>[],
): TagRecord[] {
  const ownTags = own.map((tag) => ({ key: tag.text("Key") ?? "", value: tag.text("Value") ?? "" }));
  const keys = new Set(ownTags.map((tag) => tag.key));
  return [...inherited.filter((tag) => !keys.has(tag.key)), ...ownTags];
}

function requireStackById(context: ResourceContext, id: string): StackRecord {
  const stack = stackById(context, id);
  if (stack === undefined) throw validationError(`Stack with id ${id} does not exist`);
  return stack;
}
