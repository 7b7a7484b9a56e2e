import { PassThrough } from "node:stream";
import { createSimulatedHosts } from "../../../hosts/createSimulatedHosts.ts";
import type { ExecuteCommand, HostDriver, HostShell, ShellOptions } from "../../../hosts/HostDriver.ts";
import type { SandboxKernel } from "../../../kernel/SandboxKernel.ts";

export interface FakeShell {
  readonly options: ShellOptions;
  /** What the terminal shows. */
  show(bytes: string | Uint8Array): void;
  readonly typed: string[];
  readonly sizes: string[];
  closed: boolean;
  end(exitCode: number): void;
}

/** Hosts whose commands the test answers and whose shells it plays. */
export interface FakeHosts extends HostDriver {
  readonly commands: ExecuteCommand[];
  readonly shells: FakeShell[];
}

type Answer = Awaited<ReturnType<HostDriver["execute"]>>;

export function createFakeHosts(
  execute: (command: ExecuteCommand) => Promise<Answer> = () =>
    Promise.resolve({ exitCode: 0, stdout: "", stderr: "" }),
): FakeHosts {
  const commands: ExecuteCommand[] = [];
  const shells: FakeShell[] = [];
  return {
    ...createSimulatedHosts(),
    kind: "namespaces",
    commands,
    shells,
    execute(_instanceId, command) {
      commands.push(command);
      return execute(command);
    },
    openShell(_instanceId, options) {
      const { shell, host } = createFakeShell(options);
      shells.push(shell);
      return host;
    },
  };
}

const nothing: (exitCode: number) => void = () => undefined;

function createFakeShell(options: ShellOptions): { shell: FakeShell; host: HostShell } {
  const screen = new PassThrough();
  const typed: string[] = [];
  const sizes: string[] = [];
  let finish = nothing;
  const exitCode = new Promise<number>((resolve) => (finish = resolve));
  const shell: FakeShell = {
    options,
    typed,
    sizes,
    closed: false,
    show: (bytes) => void screen.write(bytes),
    end(code) {
      screen.end();
      finish(code);
    },
  };
  const stream = Object.assign(screen, {});
  const write = screen.write.bind(screen);
  shell.show = (bytes) => void write(bytes);
  stream.write = (chunk: unknown) => {
    typed.push(
      Buffer.isBuffer(chunk) || chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk),
    );
    return true;
  };
  const host: HostShell = {
    stream,
    resize: (columns, rows) => void sizes.push(`${columns}x${rows}`),
    close() {
      shell.closed = true;
      shell.end(129);
    },
    exitCode,
  };
  return { shell, host };
}

/** Starts an instance whose role lets its agent register (or not) and answers its id. */
export function runNode(kernel: SandboxKernel, policyArn?: string): string {
  const context = kernel.context("us-west-2");
  const name = `node-${policyArn ?? "bare"}`.replaceAll(/[^\w-]/g, "-");
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  context.call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: trust });
  context.call("iam", "CreateInstanceProfile", { InstanceProfileName: name });
  context.call("iam", "AddRoleToInstanceProfile", { InstanceProfileName: name, RoleName: name });
  if (policyArn !== undefined)
    context.call("iam", "AttachRolePolicy", { RoleName: name, PolicyArn: policyArn });
  const image = context
    .call("ec2", "DescribeImages", { Owners: ["amazon"] })
    .Images?.find(({ Architecture }) => Architecture === "x86_64");
  const { Instances } = context.call("ec2", "RunInstances", {
    ImageId: image?.ImageId ?? "",
    InstanceType: "m5.large",
    MinCount: 1,
    MaxCount: 1,
    IamInstanceProfile: { Name: name },
  });
  kernel.clock.advance(60_000);
  return Instances?.[0]?.InstanceId ?? "";
}
