import { describe, expect, test } from "vitest";
import { validateClusterConfig } from "../../pcluster/validateClusterConfig.ts";
import {
  GUIDE_OUTPUTS,
  resolvedProject,
  type ProjectChanges,
} from "../../project/testing/resolvedProject.ts";
import { clusterConfig } from "./clusterConfig.ts";
import { renderClusterConfig } from "./renderClusterConfig.ts";

const SECRET = "arn:aws:secretsmanager:us-west-2:123456789012:secret:a";
const PROJECTS: readonly ({ readonly what: string } & ProjectChanges)[] = [
  { what: "the smallest one" },
  { what: "one on a Capacity Block", account: { kind: "capacity-block" } },
  {
    what: "one in its own placement group",
    account: { placementGroupArn: "arn:aws:ec2:us-west-2:123456789012:placement-group/train" },
  },
  {
    what: "one on spot instances",
    text: "capacity: { market: spot, instanceType: p5.48xlarge, count: 2, static: 0, zone: us-west-2a, maxSpotUsdPerHour: 40 }",
  },
  {
    what: "one with two queues",
    text: "queues: [{ name: cpu, market: on-demand, instanceType: c6i.4xlarge, count: 4, static: 0, zone: us-west-2b }]",
  },
  { what: "one with login nodes", text: "login: { count: 2 }" },
  { what: "one with accounting on the head node", text: "accounting: true" },
  {
    what: "one with a database",
    text: `accounting: { database: { uri: "db.example.com:3306", userName: slurm, passwordSecret: "${SECRET}" } }`,
  },
  {
    what: "one with a database daemon",
    text: `accounting: { slurmdbd: { host: db.example.com, mungeKeySecret: "${SECRET}" } }`,
  },
  {
    what: "one with a directory",
    text: `directory: { domainName: corp.example.com, address: "ldaps://corp.example.com", readOnlyUser: "cn=reader,dc=corp", passwordSecret: "${SECRET}" }`,
  },
  { what: "one with SSH", text: "access: { sshFrom: [203.0.113.0/24] }" },
  {
    what: "one without logs and software",
    text: "monitoring: { logs: false, dashboard: false, alarms: false }\nsoftware: { docker: { install: false }, nccl: { install: false }, pyxis: { enable: false } }",
  },
  {
    what: "one with an elastic address in the private subnet",
    text: "headNode: { subnet: private, elasticIp: true }",
  },
];

describe.each(["3.13.1", "3.16.1"] as const)("ParallelCluster %s finds no error", (version) => {
  test.each(PROJECTS)("in the configuration of a project: $what", async ({ what: _what, ...changes }) => {
    const text = `${changes.text ?? ""}\nparallelCluster: { version: ${version} }`;
    const config = clusterConfig(resolvedProject({ ...changes, text }), GUIDE_OUTPUTS);
    const rendered = renderClusterConfig(config, {
      trainyardVersion: "0.1.0",
      projectName: "ml-cluster",
      parallelClusterVersion: version,
    });
    const report = await validateClusterConfig(rendered, {
      parallelClusterVersion: version,
      clusterName: "ml-cluster",
    });
    expect(report.problems).toEqual([]);
    expect(report.results.filter(({ level }) => level === "ERROR")).toEqual([]);
    expect(report).toMatchObject({ phase: "validators", valid: true });
  });
});
