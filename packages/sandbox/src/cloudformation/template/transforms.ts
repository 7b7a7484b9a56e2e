import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import { parseTemplate } from "./parseTemplate.ts";

/**
 * Transforms are carried out before a template is checked. AWS's own are not modelled (`checkTemplate` names them); those of
 * the account are macros, and there are none in the sandbox.
 * @throws {AwsError} `ValidationError` for a macro
 */
export function refuseMacros(templateText: string, context: RegionContext): void {
  const macro = transformNames(templateText).find((name) => !name.startsWith("AWS::"));
  if (macro !== undefined) throw validationError(`No transform named ${context.accountId}::${macro} found.`);
}

/**
 * Who makes a stack without a look at the change set has to say that transforms may change its template.
 * @throws {AwsError} `InsufficientCapabilitiesException`
 */
export function checkTransformsAcknowledged(templateText: string, acknowledged: readonly string[]): void {
  if (acknowledged.includes("CAPABILITY_AUTO_EXPAND") || transformNames(templateText).length === 0) return;
  throw new AwsError("InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
}

function transformNames(templateText: string): string[] {
  // Templates are read once more only when they may have transforms.
  if (!templateText.includes("Transform")) return [];
  const declared = parseTemplate(templateText)["Transform"];
  const transforms: readonly Json[] = Array.isArray(declared) ? declared : [declared ?? []];
  return transforms.flatMap((transform) => {
    const name = isJsonObject(transform) ? transform["Name"] : transform;
    return typeof name === "string" ? [name] : [];
  });
}
