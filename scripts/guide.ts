// Runs the shell blocks of the guide against a sandbox with the official programs: npm run guide -- [GUIDE.md] [--write]
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { examineMachine } from "../packages/sandbox/src/hosts/machine/examineMachine.ts";
import { runSandbox } from "../packages/sandbox/src/index.ts";
import { createGuideShell, type GuideShell } from "./guide/createGuideShell.ts";
import { guidePage } from "./guide/guideTable.ts";
import { clusterVanilla } from "./guide/guideTemplates.ts";
import { CLUSTER_TEMPLATE_PATH, type GuideValues } from "./guide/prepareScript.ts";
import { prepareTools, type GuideTools } from "./guide/prepareTools.ts";
import { readGuide } from "./guide/readGuide.ts";
import { clusterEnd, runGuide, type StepReport } from "./guide/runGuide.ts";

const PAGE = "docs/guide-run.md";
const DEFAULT_FOLDER = "../shared/seed";
const REGION = "us-west-2";
/** The guide's reader answers a question about the host's key; OpenSSH would note it in the home of the user proper. */
const SSH_OPTIONS = "-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=~/.ssh/known_hosts -q";

const args = process.argv.slice(2);
process.exitCode = await main(
  args.find((arg) => !arg.startsWith("-")),
  args.includes("--write"),
);

async function main(givenPath: string | undefined, writesPage: boolean): Promise<number> {
  const path = givenPath ?? defaultGuide();
  if (path === undefined || !existsSync(path)) {
    console.error(`${path ?? "The guide"} is not there. Name the guide's file: npm run guide -- GUIDE.md`);
    return 2;
  }
  const steps = readGuide(readFileSync(path, "utf8"));
  const tools = prepareTools(process.cwd());
  const whyNoHosts = await whyNoHostsHere();
  const values = valuesOf(tools, whyNoHosts ?? tools.whyNoPlugin);
  const home = prepareHome(values);
  const stop = new AbortController();
  let sandbox: Promise<void> = Promise.resolve();
  const endpoint = await new Promise<string>((resolve, reject) => {
    sandbox = runSandbox({
      stateDirectory: join(home, ".sandbox"),
      seed: "guide",
      speed: "max",
      hosts: whyNoHosts === undefined ? "namespaces" : "simulated",
      accountId: "123456789012",
      version: "guide",
      signal: stop.signal,
      onReady: ({ info }) => resolve(info.endpoint),
      onDefect: (error) => console.error(error),
    });
    sandbox.catch(reject);
  });
  const shell = createGuideShell(home, environmentOf(endpoint, home, tools));
  try {
    const reports: StepReport[] = [];
    for await (const report of runGuide(steps, shell, values)) {
      reports.push(report);
      tell(report, reports.length);
    }
    const end = await lookAtEnd(shell, whyNoHosts === undefined);
    console.log(`\n${end.lines.join("\n")}`);
    const isGood = end.isGood && reports.every(({ result }) => result !== "failed");
    if (isGood && writesPage) writeFileSync(PAGE, guidePage(reports, end.lines));
    return isGood ? 0 : 1;
  } finally {
    await shell.end();
    stop.abort();
    await sandbox;
    rmSync(home, { recursive: true, force: true });
  }
}

/** Undefined where the nodes of the cluster run as hosts. */
async function whyNoHostsHere(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "hosts are simulated: this program makes real ones as root only";
  const { driver, reason } = await examineMachine();
  return driver === "namespaces" ? undefined : reason;
}

function defaultGuide(): string | undefined {
  if (!existsSync(DEFAULT_FOLDER)) return undefined;
  const file = readdirSync(DEFAULT_FOLDER).find((name) => /\.(md|txt)$/.test(name));
  return file === undefined ? undefined : join(DEFAULT_FOLDER, file);
}

function valuesOf({ virtualEnvironment }: GuideTools, whyNoShell: string | undefined): GuideValues {
  return {
    region: REGION,
    zone: `${REGION}a`,
    reservationId: "cr-0123456789abcdef0",
    instanceCount: 16,
    instanceType: "p5.48xlarge",
    keyPairName: REGION,
    virtualEnvironment,
    whyNoShell,
  };
}

/** A home directory as the reader has it after the clone. */
function prepareHome(values: GuideValues): string {
  const home = mkdtempSync(join(tmpdir(), "trainyard-guide-"));
  mkdirSync(join(home, ".ssh"), { mode: 0o700 });
  const template = join(home, CLUSTER_TEMPLATE_PATH);
  mkdirSync(dirname(template), { recursive: true });
  writeFileSync(template, clusterVanilla(values));
  return home;
}

function environmentOf(endpoint: string, home: string, { paths }: GuideTools): NodeJS.ProcessEnv {
  const none = join(home, "no-aws-config");
  return {
    HOME: home,
    LC_ALL: "C.UTF-8",
    PATH: [...paths, process.env["PATH"] ?? "/usr/bin:/bin"].join(":"),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "AKIASANDBOX000000000",
    AWS_SECRET_ACCESS_KEY: "sandbox",
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_PAGER: "",
    HTTPS_PROXY: endpoint,
    NO_PROXY: "127.0.0.1,localhost",
  };
}

function tell({ heading, tools, result, note, output }: StepReport, number: number): void {
  const sign = result === "failed" ? "FAIL" : result === "left" ? "-" : "ok";
  const remark = note === "" ? "" : `  (${note})`;
  console.log(`${sign.padEnd(4)} ${String(number).padStart(2)}  ${heading}  [${tools.join(", ")}]${remark}`);
  if (result === "failed") console.log(output.replaceAll(/^/gm, "         "));
}

interface GuideEnd {
  readonly lines: string[];
  readonly isGood: boolean;
}

/** What the guide promises: the cluster complete, its fleet running, and a command that connects. */
async function lookAtEnd(shell: GuideShell, hasHosts: boolean): Promise<GuideEnd> {
  const query = "--region ${AWS_REGION} --cluster-name ${CLUSTER_NAME}";
  const ask = async (command: string, key: string): Promise<string> => {
    const { output } = await shell.run(command);
    return new RegExp(`"${key}": "([^"]*)"`).exec(output)?.[1] ?? output.trim();
  };
  const cluster = await clusterEnd(shell);
  const fleet = await ask(`pcluster describe-compute-fleet ${query}`, "status");
  const ssh = await ask(`pcluster ssh ${query} --dryrun true`, "command");
  const lines = [`cluster: ${cluster}`, `compute fleet: ${fleet}`, `connect: ${ssh.trim()}`];
  const isGood = cluster === "CREATE_COMPLETE" && fleet === "RUNNING" && ssh.startsWith("ssh ubuntu@");
  if (!hasHosts) return { lines, isGood };
  const { failedCount, output } = await shell.run(
    `${ssh} -i ~/.ssh/\${KEYPAIR_NAME}.pem ${SSH_OPTIONS} "sinfo -h -o '%D nodes %t'"`,
  );
  return {
    lines: [...lines, `sinfo by that command: ${output.trim()}`],
    isGood: isGood && failedCount === 0,
  };
}
