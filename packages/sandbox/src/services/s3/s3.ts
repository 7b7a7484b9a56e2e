import { defineService } from "../../kernel/ServiceModule.ts";
import { accessOperations } from "./buckets/accessOperations.ts";
import { bucketOperations } from "./buckets/bucketOperations.ts";
import { policyOperations } from "./buckets/policyOperations.ts";
import { ruleOperations } from "./buckets/ruleOperations.ts";
import { settingOperations } from "./buckets/settingOperations.ts";
import { siteOperations } from "./buckets/siteOperations.ts";
import { listingOperations } from "./listings/listingOperations.ts";
import { objectOperations } from "./objects/objectOperations.ts";
import { bucketResource } from "./resources/bucketResource.ts";
import { bucketPolicyResource } from "./resources/bucketPolicyResource.ts";
import { uploadOperations } from "./uploads/uploadOperations.ts";

/** Amazon S3: buckets and objects, with the bytes below the data directory. */
export const s3 = defineService("s3", {
  operations: {
    ...bucketOperations,
    ...settingOperations,
    ...siteOperations,
    ...policyOperations,
    ...accessOperations,
    ...ruleOperations,
    ...objectOperations,
    ...listingOperations,
    ...uploadOperations,
  },
  resourceTypes: [bucketResource, bucketPolicyResource],
});
