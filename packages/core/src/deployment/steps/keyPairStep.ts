import type { PlanAction } from "../Plan.ts";
import type { Step } from "../Step.ts";
import { STEP_TABLE } from "../stepTable.ts";

/** Makes the key pair when it is missing and keeps its private key in a file that it never overwrites. */
export function keyPairStep(name: string, action: PlanAction, tags: Readonly<Record<string, string>>): Step {
  const { title, needs } = STEP_TABLE["key-pair"];
  return {
    id: "key-pair",
    title,
    needs,
    async run({ gateways, keyFiles, signal }) {
      const outputs = { keyPairName: name };
      if (action !== "create") return { outcome: "unchanged", detail: name, outputs };
      const { privateKey } = await gateways.keyPairs.create(name, tags, signal);
      try {
        await keyFiles.save(name, privateKey);
      } catch (error) {
        // Without its private key the pair is of no use, and would stand in the way of the next run.
        await gateways.keyPairs.remove(name, signal);
        throw error;
      }
      return { outcome: "created", detail: `${name}, private key in ${keyFiles.pathOf(name)}`, outputs };
    },
  };
}
