import type { CallContext } from "../../kernel/CallContext.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { alarmOf } from "./alarmStates.ts";
import type { AlarmRecord } from "./MonitoringState.ts";

export const alarmTagOperations = defineOperations<"monitoring">()({
  TagResource: {
    members: ["ResourceARN", "Tags"],
    run(input, context) {
      const alarm = taggedAlarm(input.ResourceARN, context);
      const added = (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value }));
      const kept = alarm.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
      alarm.tags = [...kept, ...added];
      return {};
    },
  },
  UntagResource: {
    members: ["ResourceARN", "TagKeys"],
    run(input, context) {
      const alarm = taggedAlarm(input.ResourceARN, context);
      alarm.tags = alarm.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
      return {};
    },
  },
  ListTagsForResource: {
    members: ["ResourceARN"],
    run: (input, context) => ({ Tags: structuredClone(taggedAlarm(input.ResourceARN, context).tags) }),
  },
});

function taggedAlarm(arn: string | undefined, context: CallContext): AlarmRecord {
  const alarm = alarmOf(arn ?? "", context);
  if (alarm === undefined)
    throw new AwsError("ResourceNotFoundException", `Unknown resource: ${arn ?? ""}`, { httpStatus: 404 });
  return alarm;
}
