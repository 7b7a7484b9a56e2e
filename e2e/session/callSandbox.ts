export const REGION = "us-west-2";
export const ACCESS_KEY = "AKIASANDBOX000000000";

/** Calls an operation of EC2 or IAM and answers the XML. @throws {Error} with what the sandbox says. */
export function queryOf(
  endpoint: string,
  service: "ec2" | "iam",
): (action: string, input: Readonly<Record<string, string>>) => Promise<string> {
  const version = service === "ec2" ? "2016-11-15" : "2010-05-08";
  return (action, input) =>
    send(endpoint, service, {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Action: action, Version: version, ...input }).toString(),
    });
}

/** Calls an operation of Systems Manager. @throws {Error} with what the sandbox says. */
export async function callSsm(
  endpoint: string,
  operation: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AmazonSSM.${operation}` };
  return JSON.parse(await send(endpoint, "ssm", { headers, body: JSON.stringify(input) }));
}

/** The text of the first element of a name. */
export function elementOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}

/** Any key is a valid identity there; only the scope of the signature is read. */
async function send(
  endpoint: string,
  service: string,
  call: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<string> {
  const scope = `${ACCESS_KEY}/20260105/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${"0".repeat(64)}`;
  const answer = await fetch(endpoint, {
    method: "POST",
    ...call,
    headers: { ...call.headers, authorization },
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${service}: ${text}`);
  return text;
}
