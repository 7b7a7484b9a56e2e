import type { Json, JsonObject } from "../../kernel/json.ts";
import { computeResources, type ClusterPlan } from "./ClusterPlan.ts";
import { headNodeDna } from "./headNodeDna.ts";
import { getAtt, jsonText, ref } from "./intrinsics.ts";
import { launchTemplateId, launchTemplateOutput } from "./launchTemplateIds.ts";

/** What cfn-init reads on the head node, from the metadata of its launch template. */
export function headNodeMetadata(
  plan: ClusterPlan,
  ids: { readonly queuesStack: string; readonly waitHandle: string },
): JsonObject {
  const directory = plan.facts.version.bootstrapDirectory;
  return {
    Comment: "cfn-init of the head node",
    "AWS::CloudFormation::Init": {
      configSets: {
        deployFiles: ["deployConfigFiles"],
        default: ["chefPrepEnv", "shellRunPreInstall", "chefConfig", "shellRunPostInstall", "chefFinalize"],
        update: ["deployConfigFiles", "chefUpdate"],
      },
      deployConfigFiles: {
        files: {
          [`${directory}/dna.json`]: file(jsonText({ cluster: headNodeDna(plan) })),
          [`${directory}/extra.json`]: file("{}"),
          [`${directory}/wait_condition_handle.txt`]: file(ref(ids.waitHandle)),
          "/opt/parallelcluster/shared/launch-templates-config.json": {
            content: launchTemplatesConfig(plan, ids.queuesStack),
            mode: "000644",
            owner: "root",
            group: "root",
          },
        },
        commands: {
          mkdir: { command: "mkdir -p /etc/chef/ohai/hints" },
          touch: { command: "touch /etc/chef/ohai/hints/ec2.json" },
          jq: {
            command: `jq -s '.[0] * .[1]' ${directory}/dna.json ${directory}/extra.json > /etc/chef/dna.json`,
          },
        },
      },
      chefPrepEnv: { commands: { chef: recipe("init") } },
      shellRunPreInstall: { commands: { runpreinstall: script("onnodestart") } },
      chefConfig: { commands: { chef: recipe("config") } },
      shellRunPostInstall: { commands: { runpostinstall: script("onnodeconfigured") } },
      chefFinalize: {
        commands: {
          chef: recipe("finalize"),
          bootstrap: {
            command:
              "test ! -f /opt/parallelcluster/.bootstrapped && touch /opt/parallelcluster/.bootstrapped || true",
          },
        },
      },
      chefUpdate: { commands: { chef: recipe("update") } },
    },
  };
}

function launchTemplatesConfig(plan: ClusterPlan, queuesStack: string): JsonObject {
  const queues: Record<string, { ComputeResources: Record<string, Json> }> = {};
  for (const { queue, resource } of computeResources(plan)) {
    const output = (attribute: string) =>
      getAtt(queuesStack, `Outputs.${launchTemplateOutput(plan, queue.name, resource.name, attribute)}`);
    const entry = (queues[queue.name] ??= { ComputeResources: {} });
    entry.ComputeResources[resource.name] = {
      LaunchTemplate: {
        Id: output("Ref"),
        Version: output("LatestVersionNumber"),
        LogicalId: launchTemplateId(queue.name, resource.name),
      },
    };
  }
  return { Queues: queues };
}

function file(content: Json): JsonObject {
  return { content, mode: "000644", owner: "root", group: "root", encoding: "plain" };
}

function recipe(name: string): JsonObject {
  return {
    command: `cinc-client --local-mode --override-runlist aws-parallelcluster-entrypoints::${name} --json-attributes /etc/chef/dna.json`,
    cwd: "/etc/chef",
  };
}

function script(event: string): JsonObject {
  return { command: `/opt/parallelcluster/scripts/fetch_and_run -${event}` };
}
