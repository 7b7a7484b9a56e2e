import { validationError } from "../dynamodbErrors.ts";

/** A number of DynamoDB: up to 38 digits, `digits * 10 ** exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const MAX_DIGITS = 38;
const MAX_EXPONENT = 125;
const MIN_EXPONENT = -130;

/** The form in which the service gives a number back: no leading or trailing zeros, plain where it can. */
export function normalisedNumber(text: string): string {
  return formatted(parsed(text));
}

export function addNumbers(left: string, right: string): string {
  const [a, b] = aligned(parsed(left), parsed(right));
  return formatted(checked({ digits: a.digits + b.digits, exponent: a.exponent }));
}

export function subtractNumbers(left: string, right: string): string {
  const [a, b] = aligned(parsed(left), parsed(right));
  return formatted(checked({ digits: a.digits - b.digits, exponent: a.exponent }));
}

export function compareNumbers(left: string, right: string): number {
  const [a, b] = aligned(parsed(left), parsed(right));
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

function parsed(text: string): Decimal {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "")
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  return checked({ digits, exponent: Number(exponent) - fraction.length });
}

function checked(decimal: Decimal): Decimal {
  const shortest = withoutTrailingZeros(decimal);
  const length = digitsOf(shortest).length;
  if (length > MAX_DIGITS)
    throw validationError("Attempting to store more than 38 significant digits in a Number");
  const magnitude = shortest.exponent + length - 1;
  if (shortest.digits !== 0n && magnitude > MAX_EXPONENT)
    throw validationError(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  if (shortest.digits !== 0n && magnitude < MIN_EXPONENT)
    throw validationError(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  return shortest;
}

function withoutTrailingZeros({ digits, exponent }: Decimal): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = String(digits);
  const kept = text.replace(/0+$/, "");
  return { digits: BigInt(kept), exponent: exponent + text.length - kept.length };
}

function digitsOf({ digits }: Decimal): string {
  return String(digits < 0n ? -digits : digits);
}

function aligned(left: Decimal, right: Decimal): readonly [Decimal, Decimal] {
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (decimal: Decimal): Decimal => ({
    digits: decimal.digits * 10n ** BigInt(decimal.exponent - exponent),
    exponent,
  });
  return [scaled(left), scaled(right)];
}

function formatted(decimal: Decimal): string {
  const sign = decimal.digits < 0n ? "-" : "";
  const digits = digitsOf(decimal);
  const { exponent } = decimal;
  if (exponent >= 0) return `${sign}${digits}${"0".repeat(exponent)}`;
  const point = digits.length + exponent;
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign}0.${"0".repeat(-point)}${digits}`;
}
