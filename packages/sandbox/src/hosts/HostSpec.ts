/** What a driver needs to know to run an EC2 instance as a host. */
export interface HostSpec {
  readonly instanceId: string;
  readonly region: string;
  readonly vpcId?: string;
  readonly subnetId: string;
  readonly privateIpAddress: string;
  /** `ip-10-0-0-10` */
  readonly hostName: string;
  readonly userData: string;
  readonly tags: Readonly<Record<string, string>>;
  /** GPUs of the instance type: `/dev/nvidia0` and so on. */
  readonly gpuCount?: number;
  /** The image's default user; absent: only root. */
  readonly user?: HostUser;
  /** What the host does beside being there. */
  readonly program?: HostProgram;
}

export interface HostUser {
  /** `ubuntu`, `ec2-user` */
  readonly name: string;
  /** Of the instance's key pair: `ssh-ed25519 AAAA… name`. */
  readonly publicKey?: string;
}

/** What runs on a host and which directories it sees; given by the part of the sandbox that the host belongs to. */
export interface HostProgram {
  /** Runs as root after the host's network and file systems are up; its output is the console's. Absent: nothing runs. */
  readonly boot?: HostCommand;
  /** Runs as root before the sandbox ends its hosts, for a few seconds at most: what daemons have to save. */
  readonly shutdown?: HostCommand;
  readonly mounts?: readonly HostMount[];
  /** Variables of boot, of every command and of every login, sshd's included: `SLURM_CONF`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts sshd before boot. */
  readonly sshd?: boolean;
  /** `accounting` adds slurmdbd and MariaDB to the packages that every host has. */
  readonly packages?: HostPackages;
}

export type HostPackages = "slurm" | "accounting";

export interface HostCommand {
  /** Looked up in the host's PATH; never parsed by a shell. */
  readonly argv: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A directory of the machine that a host sees. */
export interface HostMount {
  /** Made when missing, unless `readOnly`. */
  readonly source: string;
  /** Absolute, such as `/home` or `/opt/slurm`; not below another mount's target that comes later. */
  readonly target: string;
  readonly readOnly?: boolean;
}
