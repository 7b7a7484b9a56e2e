import { parseDocument } from "yaml";

import type { Problem } from "../../text/problem.ts";
import { composeValue, TextRefusal } from "./composeValue.ts";
import { isConfigMap, type ConfigMap } from "./configValue.ts";
import { createLocator, spanAt, type Locator } from "./locator.ts";

/** A configuration text as data, with a way back to its lines. */
export interface ConfigDocument {
  readonly text: string;
  readonly root: ConfigMap;
  readonly locate: Locator;
}

export type ReadConfig =
  | { readonly kind: "read"; readonly document: ConfigDocument }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** Largest text that is read, in characters; the largest configuration that a cluster can have is far below. */
const MAX_TEXT_LENGTH = 2_000_000;
const MAX_SYNTAX_PROBLEMS = 20;
/** Characters that YAML does not allow in a text, escaped or not. */
// oxlint-disable-next-line no-control-regex -- the rule is about exactly these characters
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

/**
 * Reads configuration text as YAML 1.1, like the official command: `yes` is a boolean, `010` is eight, merge
 * keys, unknown tags, duplicate keys and several documents are refused. Never throws.
 */
export function readConfigText(text: string): ReadConfig {
  if (text.length > MAX_TEXT_LENGTH)
    return refused(text, {
      at: 0,
      message: `The text has ${text.length} characters, at most ${MAX_TEXT_LENGTH} are read.`,
    });
  const forbidden = FORBIDDEN_CHARACTER.exec(text);
  if (forbidden !== null)
    return refused(text, {
      at: forbidden.index,
      message: `The character U+${forbidden[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")} is not allowed in YAML.`,
    });
  try {
    return readYaml(text);
  } catch (error) {
    if (error instanceof TextRefusal)
      return refused(text, { at: error.offset, message: error.message, length: error.length });
    // The YAML library and this reader recurse once per level of nesting.
    if (error instanceof RangeError) return refused(text, { at: 0, message: "The text is nested too deep." });
    throw error;
  }
}

function readYaml(text: string): ReadConfig {
  const parsed = parseDocument(text, {
    version: "1.1",
    schema: "failsafe",
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: "error",
  });
  if (parsed.errors.length > 0)
    return {
      kind: "refused",
      problems: parsed.errors
        .slice(0, MAX_SYNTAX_PROBLEMS)
        .map((error) =>
          syntaxProblem(text, { at: error.pos[0], message: `The text is not valid YAML: ${error.message}.` }),
        ),
    };
  const composed = composeValue(parsed.contents);
  if (!isConfigMap(composed.value))
    return refused(text, {
      at: 0,
      message: "The text holds no configuration: the top level must be a map of sections.",
    });
  const locate = createLocator(text, parsed.contents, composed.anchors);
  return { kind: "read", document: { text, root: composed.value, locate } };
}

interface Refusal {
  readonly at: number;
  readonly message: string;
  readonly length?: number;
}

function refused(text: string, refusal: Refusal): ReadConfig {
  return { kind: "refused", problems: [syntaxProblem(text, refusal)] };
}

function syntaxProblem(text: string, refusal: Refusal): Problem {
  return {
    rule: "yaml",
    path: "",
    message: refusal.message.replace(/\.\.$/, "."),
    hint: "Write the configuration as one YAML document whose top level is a map.",
    ...spanAt(text, refusal.at, refusal.at + (refusal.length ?? 1)),
  };
}
