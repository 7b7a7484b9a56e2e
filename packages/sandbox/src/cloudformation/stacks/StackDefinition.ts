import type { ParameterRecord } from "../parameters/ParameterRecord.ts";
import type { Template } from "../template/Template.ts";

export interface TagRecord {
  readonly key: string;
  readonly value: string;
}

/** What a stack is to be: template, parameters and all that is given beside them. */
export interface StackDefinition {
  readonly templateText: string;
  readonly template: Template;
  readonly parameters: readonly ParameterRecord[];
  readonly tags: readonly TagRecord[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
}
