import { defineService } from "../../kernel/ServiceModule.ts";
import { groupOperations } from "./groups.ts";
import { groupPolicyOperations } from "./groupPolicies.ts";
import { accountOperations } from "./account.ts";
import { instanceProfileOperations } from "./instanceProfiles.ts";
import { policyOperations } from "./policies.ts";
import { policyVersionOperations } from "./policyVersions.ts";
import { accessKeyResource } from "./resources/accessKeyResource.ts";
import { groupResource } from "./resources/groupResource.ts";
import { instanceProfileResource } from "./resources/instanceProfileResource.ts";
import { managedPolicyResource } from "./resources/managedPolicyResource.ts";
import { policyResource } from "./resources/policyResource.ts";
import { rolePolicyResource } from "./resources/rolePolicyResource.ts";
import { roleResource } from "./resources/roleResource.ts";
import { userResource } from "./resources/userResource.ts";
import { userToGroupAdditionResource } from "./resources/userToGroupAdditionResource.ts";
import { rolePolicyOperations } from "./rolePolicies.ts";
import { roleOperations } from "./roles.ts";
import { userCredentialOperations } from "./userCredentials.ts";
import { userPolicyOperations } from "./userPolicies.ts";
import { userOperations } from "./users.ts";

/** AWS Identity and Access Management: entities and policies are kept, permissions are not evaluated. */
export const iam = defineService("iam", {
  operations: {
    ...roleOperations,
    ...rolePolicyOperations,
    ...policyOperations,
    ...policyVersionOperations,
    ...instanceProfileOperations,
    ...accountOperations,
    ...userOperations,
    ...userPolicyOperations,
    ...userCredentialOperations,
    ...groupOperations,
    ...groupPolicyOperations,
  },
  resourceTypes: [
    roleResource,
    rolePolicyResource,
    policyResource,
    managedPolicyResource,
    instanceProfileResource,
    userResource,
    groupResource,
    accessKeyResource,
    userToGroupAdditionResource,
  ],
});
