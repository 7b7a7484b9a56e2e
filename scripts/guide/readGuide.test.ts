import { expect, test } from "vitest";
import { readGuide } from "./readGuide.ts";

const GUIDE = `# Guide

Some words.

\`\`\`bash
echo one
echo two
\`\`\`

## Second

\`\`\`yaml
KEY: value
\`\`\`

[Deploy](https://console.example.com/home#/stacks/quickcreate?templateUrl=https://bucket.s3.amazonaws.com/templates/net.yaml&stackName=my-net)

> [Deploy](https://console.example.com/home#/stacks/quickcreate?templateUrl=https://bucket.s3.amazonaws.com/templates/old.yaml&stackName=my-net)
> \`\`\`bash
> quoted
> \`\`\`

\`\`\`bash
{ "command": "shown" }
\`\`\`

\`\`\`
# no heading here
\`\`\`
`;

test("shell blocks and links are steps in their order, also quoted ones; outputs and other languages are not", () => {
  expect(readGuide(GUIDE)).toEqual([
    { kind: "shell", heading: "Guide", script: "echo one\necho two" },
    { kind: "deploy", heading: "Second", template: "net.yaml", stackName: "my-net", isAlternative: false },
    { kind: "deploy", heading: "Second", template: "old.yaml", stackName: "my-net", isAlternative: true },
    { kind: "shell", heading: "Second", script: "quoted" },
  ]);
});
