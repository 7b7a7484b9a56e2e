import { defineService } from "../../kernel/ServiceModule.ts";

/** AWS Security Token Service: who the caller is. Any access key is a valid identity. */
export const sts = defineService("sts", {
  operations: {
    GetCallerIdentity: {
      members: [],
      run: (_input, context) => ({
        UserId: "AIDASANDBOXUSER000000",
        Account: context.accountId,
        Arn: `arn:aws:iam::${context.accountId}:user/sandbox`,
      }),
    },
  },
});
