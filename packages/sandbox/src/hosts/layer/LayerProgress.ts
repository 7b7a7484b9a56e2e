/** How far the installation of a layer is. */
export interface LayerProgress {
  readonly step: "fetch" | "install";
  /** 0 to 100 within the step. */
  readonly percent: number;
  /** In the package manager's words. */
  readonly message: string;
}

const STEPS = { dlstatus: "fetch", pmstatus: "install" } as const;

/** Reads a line of APT's status: `pmstatus:munge:42.8571:Unpacking munge (amd64)`. */
export function parseProgress(line: string): LayerProgress | undefined {
  const match = /^(dlstatus|pmstatus):[^:]*(?::[a-z0-9]+)?:([\d.]+):(.*)$/.exec(line);
  const [, word, percent, message] = match ?? [];
  if (word !== "dlstatus" && word !== "pmstatus") return undefined;
  return { step: STEPS[word], percent: Math.min(100, Number(percent)), message: message ?? "" };
}
