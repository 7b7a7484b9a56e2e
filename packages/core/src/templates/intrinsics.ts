import type { TemplateValue } from "./Template.ts";

export function ref(logicalId: string): TemplateValue {
  return { Ref: logicalId };
}

export function getAtt(logicalId: string, attribute: string): TemplateValue {
  return { "Fn::GetAtt": [logicalId, attribute] };
}

/** Text with `${LogicalId}` and `${AWS::Region}` in it. */
export function sub(text: string): TemplateValue {
  return { "Fn::Sub": text };
}

export function equals(left: TemplateValue, right: TemplateValue): TemplateValue {
  return { "Fn::Equals": [left, right] };
}

export function iff(condition: string, then: TemplateValue, otherwise: TemplateValue): TemplateValue {
  return { "Fn::If": [condition, then, otherwise] };
}

/** What a property has when it is to be left out; an option of `iff`. */
export const NO_VALUE: TemplateValue = { Ref: "AWS::NoValue" };

/** The `index`th block when `cidr` is cut into `count` blocks of `hostBits` address bits. */
export function subnetOf(
  cidr: TemplateValue,
  { index, count, hostBits }: { readonly index: number; readonly count: number; readonly hostBits: number },
): TemplateValue {
  return { "Fn::Select": [index, { "Fn::Cidr": [cidr, count, hostBits] }] };
}

export function findInMap(map: string, top: string, second: string): TemplateValue {
  return { "Fn::FindInMap": [map, top, second] };
}

export function nameTag(value: TemplateValue): { readonly Key: string; readonly Value: TemplateValue } {
  return { Key: "Name", Value: value };
}
