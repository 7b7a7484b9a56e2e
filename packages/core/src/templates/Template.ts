/** A value in a CloudFormation template: data, or an intrinsic function in the form that JSON has for it. */
export type TemplateValue =
  | string
  | number
  | boolean
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue };

export interface TemplateParameter {
  readonly Type: string;
  readonly Description: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly MinValue?: number;
}

export type DeletionPolicy = "Retain" | "Delete" | "RetainExceptOnCreate";

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: DeletionPolicy;
  readonly UpdateReplacePolicy?: DeletionPolicy;
  readonly Metadata?: { readonly [key: string]: TemplateValue };
  readonly Properties?: { readonly [property: string]: TemplateValue };
}

export interface TemplateOutput {
  readonly Description: string;
  readonly Value: TemplateValue;
  readonly Condition?: string;
  readonly Export?: { readonly Name: TemplateValue };
}

/** A CloudFormation template as data. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Metadata?: { readonly [key: string]: TemplateValue };
  readonly Parameters?: { readonly [name: string]: TemplateParameter };
  readonly Mappings?: {
    readonly [map: string]: { readonly [top: string]: { readonly [second: string]: string } };
  };
  readonly Conditions?: { readonly [name: string]: TemplateValue };
  readonly Resources: { readonly [logicalId: string]: TemplateResource };
  readonly Outputs?: { readonly [name: string]: TemplateOutput };
}
