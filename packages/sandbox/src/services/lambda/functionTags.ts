import { defineOperations } from "../../kernel/ServiceModule.ts";
import { functionOf } from "./functionLookup.ts";

export const functionTagOperations = defineOperations<"lambda">()({
  TagResource: {
    members: ["Resource", "Tags"],
    run(input, context) {
      const record = functionOf(input.Resource, context);
      record.tags = { ...record.tags, ...input.Tags };
      return {};
    },
  },
  UntagResource: {
    members: ["Resource", "TagKeys"],
    run(input, context) {
      const record = functionOf(input.Resource, context);
      const kept = Object.entries(record.tags).filter(([key]) => !(input.TagKeys ?? []).includes(key));
      record.tags = Object.fromEntries(kept);
      return {};
    },
  },
  ListTags: {
    members: ["Resource"],
    run: (input, context) => ({ Tags: { ...functionOf(input.Resource, context).tags } }),
  },
});
