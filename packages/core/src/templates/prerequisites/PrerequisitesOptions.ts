import type { TemplateValue } from "../Template.ts";

/** A file system of the prerequisites: made, with what happens to it on deletion, or one that exists elsewhere. */
export type FileSystemChoice = "retain" | "delete" | "existing";

/** What a prerequisites template makes. All else are parameters of the template. */
export interface PrerequisitesOptions {
  readonly network:
    | { readonly kind: "made" }
    | {
        readonly kind: "existing";
        readonly securityGroup: "made" | "existing";
        /** Is there a subnet in a second zone, for home directories with MULTI_AZ_1? */
        readonly secondarySubnet: boolean;
      };
  readonly scratch: FileSystemChoice;
  readonly home: FileSystemChoice;
}

/** How the parts of the template name what stands in the network. */
export interface NetworkRefs {
  readonly vpc: TemplateValue;
  readonly publicSubnet: TemplateValue;
  readonly privateSubnet: TemplateValue;
  /** Undefined when there is none. */
  readonly secondarySubnet: TemplateValue | undefined;
  readonly securityGroup: TemplateValue;
}

/**
 * A file system that is kept needs its subnet, security group and VPC: they could not be deleted under it, and the
 * stack's deletion would fail. So they are kept with it.
 */
export function keepsFileSystem({ scratch, home }: PrerequisitesOptions): boolean {
  return scratch === "retain" || home === "retain";
}
