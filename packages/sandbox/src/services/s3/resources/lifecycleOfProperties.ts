import type { PropertyReader } from "../../../kernel/readProperties.ts";
import type { LifecycleRules } from "../buckets/lifecycleRules.ts";
import { enumText } from "../../../cloudformation/enumText.ts";

type Rule = LifecycleRules[number];

const STORAGE_CLASSES = [
  "DEEP_ARCHIVE",
  "GLACIER",
  "GLACIER_IR",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "STANDARD_IA",
] as const;

/** Rules of `LifecycleConfiguration` as the API takes them: CloudFormation names most members differently. */
export function lifecycleOfProperties(configuration: PropertyReader): LifecycleRules {
  return configuration.objects("Rules").map((rule) =>
    definedMembers<Rule>({
      ID: rule.text("Id"),
      Status: enumText(rule, "Status", ["Enabled", "Disabled"]),
      Filter: filterOf(rule),
      Expiration: expirationOf(rule),
      Transitions: listed([...rule.objects("Transitions"), ...single(rule, "Transition")], transitionOf),
      NoncurrentVersionExpiration: noncurrentExpirationOf(rule),
      NoncurrentVersionTransitions: listed(
        [...rule.objects("NoncurrentVersionTransitions"), ...single(rule, "NoncurrentVersionTransition")],
        noncurrentTransitionOf,
      ),
      AbortIncompleteMultipartUpload: abortOf(rule),
    }),
  );
}

function filterOf(rule: PropertyReader): Rule["Filter"] {
  const conditions = definedMembers<NonNullable<NonNullable<Rule["Filter"]>["And"]>>({
    Prefix: rule.text("Prefix"),
    Tags: listed(rule.objects("TagFilters"), (tag) => ({ Key: tag.text("Key"), Value: tag.text("Value") })),
    ObjectSizeGreaterThan: rule.number("ObjectSizeGreaterThan"),
    ObjectSizeLessThan: rule.number("ObjectSizeLessThan"),
  });
  const { Tags, ...rest } = conditions;
  const count = Object.keys(rest).length + (Tags?.length ?? 0);
  if (count === 0) return { Prefix: "" };
  if (count > 1) return { And: conditions };
  const [Tag] = Tags ?? [];
  return Tag === undefined ? rest : { Tag };
}

function expirationOf(rule: PropertyReader): Rule["Expiration"] {
  const date = rule.text("ExpirationDate");
  const expiration = definedMembers<NonNullable<Rule["Expiration"]>>({
    Days: rule.number("ExpirationInDays"),
    Date: date === undefined ? undefined : new Date(date),
    ExpiredObjectDeleteMarker: rule.boolean("ExpiredObjectDeleteMarker"),
  });
  return Object.keys(expiration).length === 0 ? undefined : expiration;
}

function noncurrentExpirationOf(rule: PropertyReader): Rule["NoncurrentVersionExpiration"] {
  const expiration = rule.object("NoncurrentVersionExpiration");
  const NoncurrentDays =
    expiration?.number("NoncurrentDays") ?? rule.number("NoncurrentVersionExpirationInDays");
  if (NoncurrentDays === undefined) return undefined;
  return definedMembers<NonNullable<Rule["NoncurrentVersionExpiration"]>>({
    NoncurrentDays,
    NewerNoncurrentVersions: expiration?.number("NewerNoncurrentVersions"),
  });
}

function transitionOf(transition: PropertyReader): NonNullable<Rule["Transitions"]>[number] {
  const date = transition.text("TransitionDate");
  return definedMembers<NonNullable<Rule["Transitions"]>[number]>({
    StorageClass: enumText(transition, "StorageClass", STORAGE_CLASSES),
    Days: transition.number("TransitionInDays"),
    Date: date === undefined ? undefined : new Date(date),
  });
}

function noncurrentTransitionOf(
  transition: PropertyReader,
): NonNullable<Rule["NoncurrentVersionTransitions"]>[number] {
  return definedMembers<NonNullable<Rule["NoncurrentVersionTransitions"]>[number]>({
    StorageClass: enumText(transition, "StorageClass", STORAGE_CLASSES),
    NoncurrentDays: transition.number("TransitionInDays"),
    NewerNoncurrentVersions: transition.number("NewerNoncurrentVersions"),
  });
}

function abortOf(rule: PropertyReader): Rule["AbortIncompleteMultipartUpload"] {
  const abort = rule.object("AbortIncompleteMultipartUpload");
  return abort === undefined ? undefined : { DaysAfterInitiation: abort.number("DaysAfterInitiation") };
}

function single(rule: PropertyReader, name: string): PropertyReader[] {
  const object = rule.object(name);
  return object === undefined ? [] : [object];
}

function listed<Item>(
  readers: readonly PropertyReader[],
  itemOf: (reader: PropertyReader) => Item,
): Item[] | undefined {
  return readers.length === 0 ? undefined : readers.map(itemOf);
}

/** The same without the members that are undefined, so that nothing but what was set is kept. */
function definedMembers<Shape extends object>(shape: Shape): Shape {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only members that may be absent are left out
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Shape;
}
