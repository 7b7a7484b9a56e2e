import { isConfigList, isConfigMap, showValue, type ConfigValue } from "../yaml/configValue.ts";
import { section, text, textList } from "./field.ts";
import type { Place } from "./loadContext.ts";
import { loadSection } from "./loadSection.ts";

const customActionSection = section("CustomAction", {
  Script: text("UNSUPPORTED", { required: true }),
  Args: textList("UNSUPPORTED"),
});

const HINT = "Write Script (and Args), or Sequence with a list of them.";

/**
 * A custom action is one script or a sequence. The official messages do not tell the items of a sequence
 * apart and stop at the first wrong one; the place in the text is that of the item.
 */
export function loadAction(raw: ConfigValue, place: Place): ConfigValue | undefined {
  const { context, path } = place;
  if (!isConfigMap(raw)) {
    const message = `${showValue(raw)} stands where a custom action is expected.`;
    const findings = typeof raw === "string" || isConfigList(raw) ? context.findings : context.failures;
    findings.push({ rule: "type", path, part: "value", message, hint: HINT });
    return undefined;
  }
  const hasScript = Object.hasOwn(raw, "Script");
  const sequence = raw["Sequence"];
  if (hasScript === (sequence !== undefined))
    return refuseForm(
      place,
      hasScript
        ? "Script and Sequence cannot be used together."
        : "The action has neither Script nor Sequence.",
    );
  if (sequence === undefined) return [loadSection(customActionSection, raw, path, context).value];
  if (!isConfigList(sequence))
    return refuseForm(place, `${showValue(sequence)} stands where the list of Sequence is expected.`);
  return loadSequence(sequence, place);
}

function loadSequence(sequence: readonly ConfigValue[], place: Place): readonly ConfigValue[] {
  const { context, path } = place;
  const actions: ConfigValue[] = [];
  for (const [index, item] of sequence.entries()) {
    const before = context.findings.length;
    actions.push(loadSection(customActionSection, item, path, context).value);
    if (context.findings.length === before) continue;
    const wrong = context.findings.splice(before);
    for (const finding of wrong)
      context.findings.push({
        ...finding,
        at: [...path, "Sequence", index, ...finding.path.slice(path.length)],
      });
    break;
  }
  return actions;
}

function refuseForm(place: Place, message: string): undefined {
  place.context.findings.push({ rule: "section", path: place.path, part: "key", message, hint: HINT });
  return undefined;
}
