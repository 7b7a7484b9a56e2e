import type { Json } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import { cidrBlocks } from "./cidrBlocks.ts";
import { evaluateCondition } from "./evaluateCondition.ts";
import { attributeArguments, attributeError, scalarText, substituteArguments } from "./functionArguments.ts";
import type { Evaluation, Scope } from "./Scope.ts";
import { substitutionParts } from "./substitution.ts";

type TemplateFunction = (argument: Json, evaluation: Evaluation) => Json | undefined;

/** Every function that a template without a transform may use, by its long name. */
export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  "Fn::And": conditionFunction("Fn::And"),
  "Fn::Base64": base64,
  "Fn::Cidr": cidr,
  "Fn::Equals": conditionFunction("Fn::Equals"),
  "Fn::FindInMap": findInMap,
  "Fn::GetAZs": availabilityZones,
  "Fn::GetAtt": attribute,
  "Fn::If": choose,
  "Fn::ImportValue": importedValue,
  "Fn::Join": join,
  "Fn::Not": conditionFunction("Fn::Not"),
  "Fn::Or": conditionFunction("Fn::Or"),
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::Sub": substitute,
};

function conditionFunction(name: string): TemplateFunction {
  return (argument, evaluation) => evaluateCondition({ [name]: argument }, evaluation);
}

function base64(argument: Json, { evaluate }: Evaluation): Json {
  const text = scalarText(evaluate(argument));
  if (text === undefined)
    throw validationError("Template error: every Fn::Base64 object must have a String-typed value.");
  return Buffer.from(text, "utf8").toString("base64");
}

function cidr(argument: Json, { evaluate }: Evaluation): Json {
  const [block, count, hostBits] = evaluatedList(argument, evaluate) ?? [];
  const countNumber = Number(scalarText(count));
  const bits = hostBits === undefined ? 8 : Number(scalarText(hostBits));
  if (typeof block !== "string" || !isWhole(countNumber, 1, 256) || !isWhole(bits, 1, 128)) throw cidrError();
  const blocks = cidrBlocks(block, countNumber, bits);
  if (blocks === undefined) throw cidrError();
  return blocks;
}

function findInMap(argument: Json, { evaluate, scope }: Evaluation): Json {
  const names = evaluatedList(argument, evaluate)?.map(scalarText);
  const [mapName, topKey, secondKey] = names ?? [];
  if (names?.length !== 3 || mapName === undefined || topKey === undefined || secondKey === undefined)
    throw validationError(
      "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
    );
  const mapping = own(scope.mappings, mapName);
  if (mapping === undefined)
    throw validationError(
      `Template error: Mapping named '${mapName}' is not present in the 'Mappings' section of template.`,
    );
  const value = own(own(mapping, topKey) ?? {}, secondKey);
  if (value === undefined)
    throw validationError(`Template error: Unable to get mapping for ${mapName}::${topKey}::${secondKey}`);
  return value;
}

function availabilityZones(argument: Json, { evaluate, scope }: Evaluation): Json {
  const region = evaluate(argument);
  if (typeof region !== "string")
    throw validationError("Template error: every Fn::GetAZs object must have a String-typed value.");
  return [...scope.availabilityZones(region)];
}

function attribute(argument: Json, { evaluate, scope }: Evaluation): Json {
  const [logicalId, name] = attributeArguments(argument);
  const evaluated = evaluate(name);
  if (typeof evaluated !== "string") throw attributeError();
  return scope.attribute(logicalId, evaluated);
}

function choose(argument: Json, { evaluate, scope }: Evaluation): Json | undefined {
  const list: readonly Json[] = Array.isArray(argument) ? argument : [];
  const [name, whenTrue, whenFalse] = list;
  if (list.length !== 3 || typeof name !== "string" || whenTrue === undefined || whenFalse === undefined)
    throw validationError(
      "Template error: Fn::If requires a list argument with the first element being a condition",
    );
  return evaluate(scope.condition(name) ? whenTrue : whenFalse);
}

function importedValue(argument: Json, { evaluate, scope }: Evaluation): Json {
  const name = scalarText(evaluate(argument));
  if (name === undefined)
    throw validationError(
      "Template error: the attribute in Fn::ImportValue must be a string or a function that returns a string",
    );
  return scope.importedValue(name);
}

function join(argument: Json, { evaluate }: Evaluation): Json {
  if (!Array.isArray(argument) || argument.length !== 2) throw joinError();
  const [delimiter, items]: readonly Json[] = argument;
  const list = items === undefined ? [] : (evaluate(items) ?? []);
  if (typeof delimiter !== "string" || !Array.isArray(list)) throw joinError();
  return list.map((item: Json) => scalarText(item) ?? raise(joinError())).join(delimiter);
}

function select(argument: Json, { evaluate }: Evaluation): Json {
  const [index, list] = evaluatedList(argument, evaluate) ?? [];
  const position = Number(scalarText(index));
  if (!Array.isArray(list) || !Number.isInteger(position))
    throw validationError(
      "Template error: Fn::Select requires a list argument with two elements: an integer index and a list",
    );
  const items: readonly Json[] = list;
  const item = items[position];
  if (item === undefined)
    throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${position}`);
  return item;
}

function split(argument: Json, { evaluate }: Evaluation): Json {
  const [delimiter, text] = evaluatedList(argument, evaluate) ?? [];
  const source = scalarText(text);
  if (typeof delimiter !== "string" || delimiter === "" || source === undefined)
    throw validationError(
      "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.",
    );
  return source.split(delimiter);
}

function substitute(argument: Json, evaluation: Evaluation): Json {
  const [text, variables] = substituteArguments(argument);
  return substitutionParts(text)
    .map((part) => (part.kind === "text" ? part.text : variableText(part.name, variables, evaluation)))
    .join("");
}

function variableText(
  name: string,
  variables: Readonly<Record<string, Json>>,
  { evaluate, scope }: Evaluation,
): string {
  const given = own(variables, name);
  const value = given === undefined ? namedValue(name, scope) : evaluate(given);
  return (
    scalarText(value) ??
    raise(
      validationError(
        "Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string",
      ),
    )
  );
}

function namedValue(name: string, scope: Scope): Json {
  const dot = name.indexOf(".");
  if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1));
  return scope.parameter(name) ?? scope.reference(name);
}

function cidrError(): Error {
  return validationError(
    "Template error: Fn::Cidr requires a CIDR block, a count from 1 to 256 and the bits of the host part that fit into it",
  );
}

function joinError(): Error {
  return validationError(
    "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.",
  );
}

function evaluatedList(argument: Json, evaluate: Evaluation["evaluate"]): (Json | undefined)[] | undefined {
  return Array.isArray(argument) ? argument.map((item: Json) => evaluate(item)) : undefined;
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function raise(error: Error): never {
  throw error;
}
