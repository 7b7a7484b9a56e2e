import type { PluginClient } from "./createPluginClient.ts";

const SERVE = `require("http").createServer((q, s) => {
  if (q.method !== "POST") return s.end("x".repeat(Number(q.url.slice(1))));
  let count = 0;
  q.on("data", (chunk) => (count += chunk.length)).on("end", () => s.end(String(count)));
}).listen(8088, "127.0.0.1", () => console.log("serves"))`;
const START = `grep -q serves /tmp/serves && exit
setsid node -e '${SERVE}' >/tmp/serves 2>&1 & until grep -q serves /tmp/serves; do sleep 0.1; done`;

/** Starts a web server on port 8088 of a node: it answers as many letters as the path says, or counts what is posted. */
export async function startWebServer(client: PluginClient, instanceId: string): Promise<void> {
  const parameters = JSON.stringify({ commands: [START] });
  const words = ["--instance-ids", instanceId, "--document-name", "AWS-RunShellScript"];
  const sent = await client.run("aws", ["ssm", "send-command", ...words, "--parameters", parameters]);
  const { Command } = JSON.parse(sent.stdout);
  const ids = ["--command-id", String(Command.CommandId), "--instance-id", instanceId];
  const { code, stderr } = await client.run("aws", ["ssm", "wait", "command-executed", ...ids]);
  if (code !== 0) throw new Error(`the web server did not start: ${stderr}`);
}
