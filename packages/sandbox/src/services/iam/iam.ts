import { defineService } from "../../kernel/ServiceModule.ts";
import { accountOperations } from "./account.ts";
import { instanceProfileOperations } from "./instanceProfiles.ts";
import { policyOperations } from "./policies.ts";
import { policyVersionOperations } from "./policyVersions.ts";
import { instanceProfileResource } from "./resources/instanceProfileResource.ts";
import { managedPolicyResource } from "./resources/managedPolicyResource.ts";
import { policyResource } from "./resources/policyResource.ts";
import { roleResource } from "./resources/roleResource.ts";
import { rolePolicyOperations } from "./rolePolicies.ts";
import { roleOperations } from "./roles.ts";

/** AWS Identity and Access Management: entities and policies are kept, permissions are not evaluated. */
export const iam = defineService("iam", {
  operations: {
    ...roleOperations,
    ...rolePolicyOperations,
    ...policyOperations,
    ...policyVersionOperations,
    ...instanceProfileOperations,
    ...accountOperations,
  },
  resourceTypes: [roleResource, policyResource, managedPolicyResource, instanceProfileResource],
});
