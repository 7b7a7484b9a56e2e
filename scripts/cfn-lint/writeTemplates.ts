// Writes every variant of every CloudFormation template into a folder: node scripts/run-ts.mjs scripts/cfn-lint/writeTemplates.ts DIR
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  dataBucketTemplate,
  prerequisitesTemplate,
  renderTemplate,
  type FileSystemChoice,
  type PrerequisitesOptions,
  type Template,
} from "@trainyard/core";
import { engineTemplates } from "./engineTemplates.ts";

const CHOICES: readonly FileSystemChoice[] = ["retain", "delete", "existing"];
const NETWORKS: readonly PrerequisitesOptions["network"][] = [
  { kind: "made" },
  { kind: "existing", securityGroup: "made", secondarySubnet: false },
  { kind: "existing", securityGroup: "made", secondarySubnet: true },
  { kind: "existing", securityGroup: "existing", secondarySubnet: false },
];

function prerequisites(): readonly (readonly [string, Template])[] {
  const variants = NETWORKS.flatMap((network, index) =>
    CHOICES.flatMap((scratch) => CHOICES.map((home) => ({ index, network, scratch, home }))),
  );
  return variants
    .map(({ index, ...options }) => {
      const template = prerequisitesTemplate(options);
      return [`prerequisites-network${index}-${options.scratch}-${options.home}`, template] as const;
    })
    .filter(([, template]) => Object.keys(template.Resources).length > 0);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: writeTemplates.ts DIR");
mkdirSync(folder, { recursive: true });
const all: readonly (readonly [string, Template])[] = [
  ...prerequisites(),
  ["data-bucket", dataBucketTemplate({ versioning: false })],
  ["data-bucket-versioned", dataBucketTemplate({ versioning: true })],
  ...engineTemplates(),
];
for (const [name, template] of all)
  writeFileSync(join(folder, `${name}.yaml`), renderTemplate(template, { format: "yaml" }));
const [first] = all;
if (first !== undefined)
  writeFileSync(join(folder, `${first[0]}.json`), renderTemplate(first[1], { format: "json" }));
console.log(`${all.length + 1} templates`);
