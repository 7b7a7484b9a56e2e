import { isInUserNamespace } from "../userNamespace/isInUserNamespace.ts";
import { ensureLayer, hasLayer } from "./ensureLayer.ts";
import { layerRecipe } from "./LayerRecipe.ts";
import type { LayerProgress } from "./LayerProgress.ts";

/**
 * Builds what every host needs when this machine has it not yet, so that hosts need not wait for it later. What is
 * there is looked at when the first host starts. @throws {HostError} `HOST_FAILED` with what the package manager said.
 */
export async function prepareLayer(options: {
  readonly onProgress: (progress: LayerProgress) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { key } = await layerRecipe("slurm", isInUserNamespace());
  if (!(await hasLayer(key))) await ensureLayer({ packages: "slurm", ...options });
}
