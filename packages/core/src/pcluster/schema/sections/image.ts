import { section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { needsKey } from "../needs.ts";

export const imageSection = section("Image", {
  Os: text("UNSUPPORTED", {
    required: true,
    allowed: [
      "alinux2",
      "alinux2023",
      "ubuntu2004",
      "ubuntu2204",
      "ubuntu2404",
      "rhel8",
      "rocky8",
      "rhel9",
      "rocky9",
    ],
    changes: [
      {
        since: "3.16.0",
        allowed: ["alinux2023", "ubuntu2204", "ubuntu2404", "rhel8", "rocky8", "rhel9", "rocky9"],
      },
    ],
    note: "ubuntu2404 since 3.13.0. rocky8 and rocky9 need CustomAmi (no official AMI). centos7 removed in 3.10.0; ubuntu2004 removed only in 3.14.0",
  }),
  CustomAmi: text("UNSUPPORTED", {
    pattern: PATTERNS.ami,
    note: "AMI used for every node type unless overridden in HeadNode/Image, SlurmQueues/Image, LoginNodes/Pools/Image",
  }),
});

export const headNodeImageSection = section(
  "HeadNodeImage",
  {
    CustomAmi: text("UNSUPPORTED", {
      pattern: PATTERNS.ami,
      note: "required by the model constructor: an empty Image section fails while loading",
    }),
  },
  { needs: needsKey("CustomAmi") },
);

export const queueImageSection = section(
  "QueueImage",
  {
    CustomAmi: text("QUEUE_UPDATE_STRATEGY", {
      pattern: PATTERNS.ami,
      note: "required by the model constructor: an empty Image section fails while loading",
    }),
  },
  { needs: needsKey("CustomAmi") },
);

export const loginNodesImageSection = section(
  "LoginNodesImage",
  {
    CustomAmi: text("LOGIN_NODES_POOL_STOP", {
      pattern: PATTERNS.ami,
      note: "required by the model constructor: an empty Image section fails while loading",
    }),
  },
  { needs: needsKey("CustomAmi") },
);
