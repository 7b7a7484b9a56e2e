/** What a block of the guide becomes before it runs. */
export type PreparedScript =
  | {
      readonly kind: "run";
      readonly script: string;
      /** What is to be said about it beside its result. */
      readonly note: string;
      /** Commands of it that fail as they stand in the guide. */
      readonly brokenCount: number;
    }
  | {
      /** To be typed in a session on the head node. */
      readonly kind: "session";
      readonly lines: readonly string[];
    }
  | { readonly kind: "leave"; readonly reason: string };

/** What the reader fills in. */
export interface GuideValues {
  readonly region: string;
  readonly zone: string;
  readonly reservationId: string;
  readonly instanceCount: number;
  readonly instanceType: string;
  readonly keyPairName: string;
  /** A virtual environment with the AWS CLI and pcluster, as the guide has it made. */
  readonly virtualEnvironment: string;
  /** Why the head node has no shell; undefined when it has one. */
  readonly whyNoShell: string | undefined;
}

/** The region of the guide's examples; its key pair has the same name. */
const EXAMPLE_REGION = "ap-northeast-1";
const CLONED_FOLDER = "awsome-distributed-training/1.architectures/2.aws-parallelcluster";

/** A block that the guide has typed in a session on the head node. */
const ON_HEAD_NODE = "sudo su - ubuntu";

/** Blocks that cannot run where the guide's other blocks run. */
const LEFT: readonly { readonly start: string; readonly reason: string }[] = [
  { start: "sudo yum install", reason: "for machines without envsubst" },
];

/**
 * Fills in the placeholders of a block.
 * @throws {Error} when a placeholder is left for which there is no value.
 */
export function prepareScript(script: string, values: GuideValues): PreparedScript {
  if (script.trimStart().startsWith(ON_HEAD_NODE))
    return values.whyNoShell === undefined
      ? { kind: "session", lines: script.split("\n").filter((line) => line.trim() !== "") }
      : { kind: "leave", reason: values.whyNoShell };
  const left = LEFT.find(({ start }) => script.trimStart().startsWith(start));
  if (left !== undefined) return { kind: "leave", reason: left.reason };
  if (script.includes("git clone"))
    return {
      kind: "run",
      script: `cd ${CLONED_FOLDER}`,
      note: "our cluster template in place of the clone",
      brokenCount: 0,
    };
  if (script.includes("virtualenv ${VIRTUAL_ENV_PATH}"))
    return {
      kind: "run",
      script: `export VIRTUAL_ENV_PATH=${values.virtualEnvironment}\nsource \${VIRTUAL_ENV_PATH}/bin/activate`,
      note: "the environment was made beforehand, outside of the user's own Python",
      brokenCount: 0,
    };
  const brokenCount = countBroken(script);
  const note =
    brokenCount === 0 ? "" : "a line of the guide lacks its backslash, so that the next is no command";
  return { kind: "run", script: fillIn(script, values), note, brokenCount };
}

/** Lines that begin with an option, after a line that does not go on. */
function countBroken(script: string): number {
  const lines = script.split("\n");
  return lines.filter((line, index) => /^\s*--/.test(line) && lines[index - 1]?.endsWith("\\") === false)
    .length;
}

/** Where the guide's clone has the template of the cluster's configuration. */
export const CLUSTER_TEMPLATE_PATH = `${CLONED_FOLDER}/cluster-templates/cluster-vanilla.yaml`;

function fillIn(script: string, values: GuideValues): string {
  const placeholders: Readonly<Record<string, string>> = {
    "<your-capacity-reservation-id>": values.reservationId,
    "<your-availability-zone>": values.zone,
    "<number-of-instances>": String(values.instanceCount),
    "<instance-type>": values.instanceType,
    "<your-keypair-name>": values.keyPairName,
  };
  const filled = script
    .replaceAll(/<[a-z][a-z-]*>/g, (placeholder) => {
      const value = placeholders[placeholder];
      if (value === undefined) throw new Error(`no value is known for ${placeholder}`);
      return value;
    })
    .replaceAll(`${EXAMPLE_REGION}.pem`, `${values.keyPairName}.pem`);
  return filled.replaceAll(EXAMPLE_REGION, values.region);
}
