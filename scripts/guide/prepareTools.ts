import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { preparePython } from "../../e2e/foreign/pythonEnvironment.ts";
import { prepareSessionPlugin } from "../../e2e/session/sessionPlugin.ts";

/** The guide's programs: directories for the path, and the virtual environment with pcluster and the AWS CLI. */
export interface GuideTools {
  readonly paths: readonly string[];
  readonly virtualEnvironment: string;
  /** Why there is no session-manager-plugin; undefined when there is one. */
  readonly whyNoPlugin: string | undefined;
}

const YQ = "github.com/mikefarah/yq/v4@v4.44.6";

/** @throws {Error} with what to do when a program cannot be had. */
export function prepareTools(root: string): GuideTools {
  if (spawnSync("envsubst", ["--version"]).status !== 0)
    throw new Error("envsubst is missing: on Debian, apt-get install gettext-base");
  const python = preparePython("guide", ["aws-parallelcluster==3.13.1", "awscli", "setuptools<81"]);
  if (python.kind === "unreachable") throw new Error(`pcluster cannot be installed: ${python.reason}`);
  const virtualEnvironment = join(root, ".venv/guide");
  const plugin = prepareSessionPlugin(root);
  return plugin.kind === "ready"
    ? { paths: [...prepareYq(root), plugin.directory], virtualEnvironment, whyNoPlugin: undefined }
    : { paths: prepareYq(root), virtualEnvironment, whyNoPlugin: `${plugin.title}: ${plugin.reason}` };
}

/** The guide's `yq` is the one written in Go; Debian's package of the name is another program. */
function prepareYq(root: string): readonly string[] {
  const { stdout } = spawnSync("yq", ["--version"], { encoding: "utf8" });
  if (stdout?.includes("mikefarah") && / v?4\./.test(stdout)) return [];
  const directory = join(root, ".venv/yq");
  if (existsSync(join(directory, "yq"))) return [directory];
  mkdirSync(directory, { recursive: true });
  const { status, stderr, error } = spawnSync("go", ["install", YQ], {
    env: { ...process.env, GOBIN: directory, GOFLAGS: "-mod=mod" },
    encoding: "utf8",
  });
  if (status === 0) return [directory];
  throw new Error(
    `yq 4 (https://github.com/mikefarah/yq) is not on the path, and Go could not make it: ${error?.message ?? stderr}`,
  );
}
