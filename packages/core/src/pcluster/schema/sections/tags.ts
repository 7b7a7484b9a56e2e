import { section, text } from "../field.ts";

export const tagSection = section("Tag", {
  Key: text("UNSUPPORTED", { required: true, maxLength: 128, note: "1..128 chars (max enforced)" }),
  Value: text("UNSUPPORTED", {
    changes: [{ since: "3.15.1", policy: "SUPPORTED_UNLESS_ADC" }],
    required: true,
    maxLength: 256,
    note: "max 256 chars; must be a string (booleans and numbers refused)",
  }),
});

export const queueTagSection = section("QueueTag", {
  Key: text("QUEUE_UPDATE_STRATEGY", { required: true, maxLength: 128 }),
  Value: text("QUEUE_UPDATE_STRATEGY", { required: true, maxLength: 256 }),
});
