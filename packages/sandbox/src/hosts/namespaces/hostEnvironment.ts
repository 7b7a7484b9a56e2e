import type { HostSpec } from "../HostDriver.ts";

const PATH =
  "/opt/slurm/bin:/opt/slurm/sbin:/opt/trainyard/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Variables of everything on a host, whatever runs it. */
export function hostEnvironment(spec: HostSpec): Record<string, string> {
  return { PATH, LANG: "C.UTF-8", ...spec.program?.environment };
}

/** Words for `env -i`. */
export function environmentWords(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

/** A file for login shells. */
export function profileText(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`)
    .join("");
}

/** What sshd gives to every session: it takes none of its own environment over. */
export function sshdConfiguration(environment: Readonly<Record<string, string>>): string {
  const words = environmentWords(environment).map(
    (word) => `"${word.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
  );
  return `${SSHD_SETTINGS}SetEnv ${words.join(" ")}\n`;
}

/** PAM's modules reach for logind and audit, which a host made of namespaces does not have. */
const SSHD_SETTINGS = `HostKey /var/lib/trainyard/ssh_host_ed25519_key
PidFile /run/sshd.pid
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin no
UseDNS no
X11Forwarding no
PrintMotd no
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
`;
