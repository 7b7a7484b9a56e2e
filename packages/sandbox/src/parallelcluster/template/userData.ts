import type { Json, JsonObject } from "../../kernel/json.ts";

/** Multipart user data: a cloud-boothook part, a cloud-config part and a script, as cloud-init reads them. */
export function userData(script: string, values: JsonObject): JsonObject {
  const text = [
    'Content-Type: multipart/mixed; boundary="==BOUNDARY=="',
    "MIME-Version: 1.0",
    "",
    ...part("text/cloud-boothook", BOOTHOOK),
    ...part("text/cloud-config", CLOUD_CONFIG),
    ...part("text/x-shellscript", script),
    "--==BOUNDARY==--",
    "",
  ].join("\n");
  return { "Fn::Base64": { "Fn::Sub": [text, values] } };
}

/** Values that both kinds of node take, empty where the sandbox does not model the setting. */
export function sharedValues(node: {
  readonly parallelClusterVersion: string;
  readonly multithreadingDisabledByKernel: boolean;
}): Record<string, Json> {
  return {
    AptProxy: "false",
    DnfProxy: "",
    YumProxy: "_none_",
    ProxyServer: "NONE",
    BerkshelfVersion: "",
    ChefVersion: "",
    CookbookVersion: `aws-parallelcluster-cookbook-${node.parallelClusterVersion}`,
    CustomChefCookbook: "NONE",
    DisableMultiThreadingManually: String(node.multithreadingDisabledByKernel),
    ParallelClusterVersion: node.parallelClusterVersion,
  };
}

const BOOTHOOK = `#!/bin/bash
proxy="\${ProxyServer}"
if [ "$proxy" != "NONE" ]; then
  printf 'http_proxy=%s\\nhttps_proxy=%s\\n' "$proxy" "$proxy" > /etc/profile.d/proxy.sh
  printf 'apt=%s\\nyum=%s\\ndnf=%s\\n' "\${AptProxy}" "\${YumProxy}" "\${DnfProxy}" > /etc/parallelcluster-proxy
fi`;

const CLOUD_CONFIG = `#cloud-config
datasource_list: [ Ec2, None ]
bootcmd:
  - [ cloud-init-per, instance, smt, bash, -c, "[ '\${DisableMultiThreadingManually}' = true ] && echo off > /sys/devices/system/cpu/smt/control || true" ]`;

function part(contentType: string, content: string): readonly string[] {
  return [
    "--==BOUNDARY==",
    `Content-Type: ${contentType}; charset="us-ascii"`,
    "MIME-Version: 1.0",
    "",
    content,
    "",
  ];
}
