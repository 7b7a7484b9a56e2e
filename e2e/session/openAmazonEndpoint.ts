import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { answerWith } from "./openCuttableEndpoint.ts";

const CHANNELS = "ssmmessages.us-west-2.amazonaws.com";

/** The sandbox with data channels under Amazon's own name, by TLS, for clients that take no others. */
export interface AmazonEndpoint {
  readonly url: string;
  /** Whom the client has to trust. */
  readonly certificateFile: string;
  /** The machine's names with Amazon's name for this machine. */
  readonly hostsFile: string;
  close(): void;
}

/** @throws {Error} where there is no openssl to make the certificate with. */
export async function openAmazonEndpoint(sandboxUrl: string, directory: string): Promise<AmazonEndpoint> {
  const sandbox = new URL(sandboxUrl);
  const { key, certificateFile } = makeCertificate(directory);
  const channels = createTlsServer({ key, cert: readFileSync(certificateFile) }, (client) =>
    lead(client, sandbox),
  );
  const calls = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const { hostname, port } = sandbox;
    const outgoing = request({ hostname, port, method, path: url, headers }, (answer) =>
      answerWith(response, answer, (text) =>
        text.replaceAll(`ws://${sandbox.host}`, `wss://${CHANNELS}:${portOf(channels)}`),
      ),
    );
    incoming.pipe(outgoing);
  });
  for (const server of [channels, calls]) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const hostsFile = join(directory, "hosts");
  writeFileSync(hostsFile, `${readFileSync("/etc/hosts", "utf8")}\n127.0.0.1 ${CHANNELS}\n`);
  return {
    url: `http://127.0.0.1:${portOf(calls)}`,
    certificateFile,
    hostsFile,
    close() {
      channels.close();
      calls.close();
      calls.closeAllConnections();
    },
  };
}

/** Gives the sandbox its own name in the request, and all else as it is. */
function lead(client: TLSSocket, sandbox: URL): void {
  const server = connect(Number(sandbox.port), sandbox.hostname);
  client.on("error", () => server.destroy());
  server.on("error", () => client.destroy());
  let head = "";
  const read = (chunk: Buffer): void => {
    head += chunk.toString("latin1");
    if (!head.includes("\r\n\r\n")) return;
    client.off("data", read);
    server.write(head.replace(/^host:.*$/im, `Host: ${sandbox.host}`), "latin1");
    client.pipe(server);
  };
  client.on("data", read);
  server.pipe(client);
}

function makeCertificate(directory: string): { key: Buffer; certificateFile: string } {
  const [keyFile, certificateFile] = [join(directory, "tls.key"), join(directory, "tls.crt")];
  const options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${CHANNELS}`];
  const files = ["-keyout", keyFile, "-out", certificateFile];
  const words = ["req", ...options, "-addext", `subjectAltName=DNS:${CHANNELS}`, ...files];
  const { status, stderr, error } = spawnSync("openssl", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl failed: ${error?.message ?? stderr}`);
  return { key: readFileSync(keyFile), certificateFile };
}

function portOf(server: { address(): string | { readonly port: number } | null }): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
