import { evaluate } from "../intrinsics/evaluate.ts";
import { scalarText } from "../intrinsics/functionArguments.ts";
import type { Scope } from "../intrinsics/Scope.ts";
import type { ActiveTemplate } from "../template/activeTemplate.ts";
import { validationError } from "../validationError.ts";
import type { OutputRecord } from "./OutputRecord.ts";

/** @throws {AwsError} `ValidationError` when a value is no text. */
export function stackOutputs(active: ActiveTemplate, scope: Scope): OutputRecord[] {
  return Object.entries(active.outputs).map(([key, output]) => {
    const value = scalarText(evaluate(output.value, scope));
    if (value === undefined)
      throw validationError(
        `Template format error: The Value field of every Outputs member must evaluate to a String; that of ${key} does not.`,
      );
    const exportName =
      output.exportName === undefined ? undefined : scalarText(evaluate(output.exportName, scope));
    if (output.exportName !== undefined && exportName === undefined)
      throw validationError(
        `Template format error: Output ${key} is malformed! The Name of the Export must evaluate to a String.`,
      );
    return { key, value, description: output.description, exportName };
  });
}
