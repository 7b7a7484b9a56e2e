import { ConfigDateValue, type ConfigValue } from "./configValue.ts";

/** Words that mean a boolean in YAML 1.1, which the official command reads; later YAML has fewer. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word): [string, boolean] => [
    word,
    true,
  ]),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word): [string, boolean] => [
    word,
    false,
  ]),
]);

const NULLS: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?$/;

/** What a plain (unquoted) scalar means in YAML 1.1; undefined for `<<` and `=`, which have no meaning of their own. */
export function resolvePlainScalar(text: string): ConfigValue | undefined {
  if (text === "<<" || text === "=") return undefined;
  if (NULLS.has(text)) return null;
  const boolean = BOOLEANS.get(text);
  if (boolean !== undefined) return boolean;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (INTEGER.test(text)) return readInteger(text);
  if (FLOAT.test(text)) return readFloat(text);
  if (DATE.test(text)) return new ConfigDateValue(text);
  return text;
}

/** Whether a text that looks like a date is one; `2024-13-45` is not and is refused while reading. */
export function isRealDate(date: ConfigDateValue): boolean {
  const [year = 0, month = 0, day = 0] = date.text.split(/[-Tt \t]/, 3).map(Number);
  const days = new Date(Date.UTC(2000, month, 0)).getUTCDate();
  const leapDay = month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days && !leapDay;
}

function readInteger(text: string): number {
  const plain = text.replaceAll("_", "");
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (digits.includes(":")) return sign * readSexagesimal(digits);
  if (digits.startsWith("0b")) return sign * Number.parseInt(digits.slice(2), 2);
  if (digits.startsWith("0x")) return sign * Number.parseInt(digits.slice(2), 16);
  if (digits.startsWith("0") && digits !== "0") return sign * Number.parseInt(digits, 8);
  return sign * Number(digits);
}

function readFloat(text: string): number {
  const plain = text.replaceAll("_", "").toLowerCase();
  const sign = plain.startsWith("-") ? -1 : 1;
  const digits = plain.replace(/^[-+]/, "");
  if (digits === ".inf") return sign * Number.POSITIVE_INFINITY;
  if (digits === ".nan") return Number.NaN;
  return sign * (digits.includes(":") ? readSexagesimal(digits) : Number(digits));
}

/** `1:30` is 90: each part counts sixty of the next. */
function readSexagesimal(digits: string): number {
  let value = 0;
  for (const part of digits.split(":")) value = value * 60 + Number(part);
  return value;
}
