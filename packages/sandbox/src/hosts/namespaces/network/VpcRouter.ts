import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostNetwork, ProgramResult } from "../../HostDriver.ts";
import { HostError } from "../../HostError.ts";
import { runProgram } from "../runProgram.ts";
import { ROUTER_SCRIPT, SUBNET_SCRIPT } from "../scripts/routerScript.ts";
import type { Supervisor } from "../Supervisor.ts";
import { firewallRules } from "./firewallRules.ts";
import { addressIn, parseIpv4Block } from "./ipv4Block.ts";
import { relay, type RelayPlan } from "./relay.ts";

/** Link-local, as Amazon's own resolver and time service are: it is in no VPC's range. */
export const ENDPOINT_ADDRESS = "169.254.169.253";

const PROGRAM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

export interface RouterOptions {
  readonly vpcId: string;
  readonly directory: string;
  readonly supervisor: Supervisor;
  /** Where hosts reach the sandbox. */
  readonly endpoint: { readonly port: number; readonly socket: string } | undefined;
  readonly onDefect: (error: unknown, what: string) => void;
}

export interface SubnetPlace {
  readonly bridge: string;
  readonly gateway: string;
  readonly prefixLength: number;
  /** Its hosts reach each other only as their security groups say. */
  readonly isolated: boolean;
}

/** The network namespace of a VPC: a bridge for each subnet, the security groups, and the relay to the sandbox. */
export class VpcRouter {
  readonly #options: RouterOptions;
  readonly #made: Promise<void>;
  readonly #subnets = new Map<string, Promise<SubnetPlace>>();
  #network: HostNetwork | undefined;
  #relay: ChildProcess | undefined;
  #rules = "";
  #applied: Promise<void> = Promise.resolve();
  /** False when the machine's nftables could not be used; undefined before that is known. */
  #enforcing: boolean | undefined;

  constructor(options: RouterOptions) {
    this.#options = options;
    mkdirSync(join(options.directory, "names", options.vpcId), { recursive: true });
    this.writeNames("127.0.0.1 localhost\n");
    this.#made = this.#make();
    this.#made.catch(() => undefined);
  }

  get network(): HostNetwork | undefined {
    return this.#network;
  }

  get inwardSocket(): string {
    return `${this.#options.vpcId}.sock`;
  }

  /** Takes over what EC2 says; rules change in the background, in order. */
  configure(network: HostNetwork): void {
    this.#network = network;
    const rules = firewallRules(network.securityGroups);
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#applied = this.#applied
      .then(() => this.#applyRules())
      .catch((error: unknown) => this.#options.onDefect(error, "applying security groups"));
  }

  /** Makes the subnet if need be and answers where hosts are to be linked; the security groups are in force then. */
  async subnet(subnetId: string): Promise<SubnetPlace> {
    await this.#made;
    await this.#applied;
    const known = this.#subnets.get(subnetId);
    if (known !== undefined) return known;
    const made = this.#makeSubnet(subnetId, this.#subnets.size);
    this.#subnets.set(subnetId, made);
    made.catch(() => this.#subnets.delete(subnetId));
    return made;
  }

  /** Replaces the hosts file of the VPC in one step. */
  writeNames(text: string): void {
    const path = join(this.#options.directory, "names", this.#options.vpcId, "hosts");
    writeFileSync(`${path}.new`, text, { mode: 0o644 });
    renameSync(`${path}.new`, path);
  }

  close(): void {
    this.#relay?.stdin?.end();
  }

  get #file(): string {
    return join(this.#options.directory, "ns", "net", this.#options.vpcId);
  }

  async #make(): Promise<void> {
    await this.#options.supervisor.ready;
    await this.#run(["sh", "-c", ROUTER_SCRIPT, "router", this.#file, ENDPOINT_ADDRESS]);
    await this.#startRelay();
  }

  async #makeSubnet(subnetId: string, index: number): Promise<SubnetPlace> {
    const subnet = this.#network?.subnets.find(({ id }) => id === subnetId);
    if (subnet === undefined)
      throw new HostError("HOST_FAILED", `${subnetId} is no subnet of ${this.#options.vpcId}`);
    const block = parseIpv4Block(subnet.cidrBlock);
    const bridge = `subnet${index}`;
    const gateway = addressIn(block, 1);
    const address = `${gateway}/${block.prefixLength}`;
    await this.#run(["sh", "-c", SUBNET_SCRIPT, "subnet", this.#file, bridge, address]);
    return { bridge, gateway, prefixLength: block.prefixLength, isolated: this.#enforcing === true };
  }

  async #applyRules(): Promise<void> {
    await this.#made;
    const { exitCode, stderr } = await this.#enter(["nft", "-f", "-"], this.#rules);
    if (exitCode === 0) this.#enforcing = true;
    else if (this.#enforcing === true) throw new HostError("HOST_FAILED", `nft: ${stderr.trim()}`);
    else this.#enforcing = false;
  }

  async #startRelay(): Promise<void> {
    const { directory, endpoint, supervisor } = this.#options;
    rmSync(join(directory, this.inwardSocket), { force: true });
    const plan: RelayPlan = {
      directory,
      endpoint: endpoint === undefined ? undefined : { address: ENDPOINT_ADDRESS, ...endpoint },
      inwardSocket: this.inwardSocket,
    };
    const source = `(${relay.toString()})(require("node:net"), process, ${JSON.stringify(plan)})`;
    const enter = ["nsenter", `--net=${this.#file}`, process.execPath, "-e", source];
    const child = spawn("nsenter", [...supervisor.enterArguments(), ...enter], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: PROGRAM_PATH },
    });
    this.#relay = child;
    child.stdin.on("error", () => undefined);
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2000)));
    await new Promise<void>((resolve, reject) => {
      child.stdout.once("data", () => resolve());
      child.once("error", reject);
      child.once("exit", () => reject(new HostError("HOST_FAILED", `the relay has ended: ${errors.trim()}`)));
    });
  }

  async #run(argv: readonly string[]): Promise<void> {
    const result = await runProgram("nsenter", [...this.#options.supervisor.enterArguments(), ...argv]);
    if (result.exitCode !== 0)
      throw new HostError("HOST_FAILED", `the network of ${this.#options.vpcId}: ${result.stderr.trim()}`);
  }

  #enter(argv: readonly string[], stdin: string): Promise<ProgramResult> {
    const inside = ["nsenter", `--net=${this.#file}`, ...argv];
    return runProgram("nsenter", [...this.#options.supervisor.enterArguments(), ...inside], { stdin });
  }
}
