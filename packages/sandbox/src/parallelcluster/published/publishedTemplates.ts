import { stringify } from "yaml";
import type { JsonObject } from "../../kernel/json.ts";
import type { PublishedTemplate } from "../../kernel/Registry.ts";
import { versionFacts } from "../versions/versionFacts.ts";
import { networkingTemplate } from "./networkingTemplate.ts";
import { policiesTemplate } from "./policiesTemplate.ts";
import { providerTemplate } from "./providerTemplate.ts";

/**
 * `https://<region>-aws-parallelcluster.s3.<region>.<suffix>/parallelcluster/<version>/templates/<path>`: where AWS
 * publishes ParallelCluster's templates. Versions whose stacks are not known have no templates here either.
 */
const ADDRESS =
  /^https:\/\/([a-z0-9-]+)-aws-parallelcluster\.s3(?:\.([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?\/parallelcluster\/([^/]+)\/templates\/(.+)$/;

export const parallelClusterTemplates: PublishedTemplate = {
  textAt(url) {
    const [, bucketRegion, hostRegion, version, path] = ADDRESS.exec(url) ?? [];
    if (bucketRegion === undefined || version === undefined || path === undefined) return undefined;
    if (hostRegion !== undefined && hostRegion !== bucketRegion) return undefined;
    if (versionFacts(version) === undefined) return undefined;
    return templateText(path, version);
  },
};

function templateText(path: string, version: string): string | undefined {
  switch (path) {
    case "custom_resource/cluster.yaml":
      return yamlText(providerTemplate(version));
    case "policies/policies.yaml":
    case "policies/parallelcluster-policies.yaml":
      return yamlText(policiesTemplate());
    case `networking/public-${version}.cfn.json`:
      return JSON.stringify(networkingTemplate({ privateSubnet: false }), undefined, 2);
    case `networking/public-private-${version}.cfn.json`:
      return JSON.stringify(networkingTemplate({ privateSubnet: true }), undefined, 2);
    default:
      return undefined;
  }
}

function yamlText(template: JsonObject): string {
  return stringify(template, { aliasDuplicateObjects: false, lineWidth: 0 });
}
