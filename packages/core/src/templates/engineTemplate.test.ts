import { expect, test } from "vitest";
import { GUIDE_OUTPUTS, resolvedProject } from "../project/testing/resolvedProject.ts";
import { clusterConfig } from "./cluster/clusterConfig.ts";
import { engineTemplate, sshSecurityGroupOf } from "./engineTemplate.ts";
import type { Template } from "./Template.ts";

function engineOf(text = ""): Template {
  const resolved = resolvedProject({ text });
  const config = clusterConfig(resolved, GUIDE_OUTPUTS, { securityGroup: sshSecurityGroupOf(resolved) });
  return engineTemplate(resolved, { config, vpcId: GUIDE_OUTPUTS.VPC });
}

test("the stack holds one cluster, of the project's name, which stays as evidence when it fails", () => {
  const { Resources } = engineOf();
  expect(Object.keys(Resources)).toEqual(["Cluster"]);
  expect(Resources["Cluster"]).toMatchObject({
    Type: "Custom::PclusterCluster",
    Properties: {
      ServiceToken: { Ref: "ServiceToken" },
      ClusterName: "ml-cluster",
      ClusterConfiguration: { Region: "us-west-2", Scheduling: { Scheduler: "slurm" } },
      DeletionPolicy: "Delete",
      RollbackOnFailure: "false",
    },
  });
});

test("several ranges for SSH are let in by a security group of the head node's own", () => {
  const { Resources } = engineOf(
    "access: { sshFrom: [203.0.113.0/24, 198.51.100.7/32, pl-0123456789abcdef0] }",
  );
  expect(Resources["SshSecurityGroup"]?.Properties?.["SecurityGroupIngress"]).toMatchObject([
    { CidrIp: "203.0.113.0/24", FromPort: 22, ToPort: 22 },
    { CidrIp: "198.51.100.7/32" },
    { SourcePrefixListId: "pl-0123456789abcdef0" },
  ]);
  expect(Resources["Cluster"]?.Properties?.["ClusterConfiguration"]).toMatchObject({
    HeadNode: {
      Networking: {
        AdditionalSecurityGroups: ["sg-0123456789abcdef0", { "Fn::GetAtt": ["SshSecurityGroup", "GroupId"] }],
      },
      Ssh: { AllowedIps: "127.0.0.1/32" },
    },
  });
});

test("a head node in the private subnet has no public address to tell", () => {
  expect(Object.keys(engineOf().Outputs ?? {})).toContain("HeadNodeIp");
  expect(Object.keys(engineOf("headNode: { subnet: private }").Outputs ?? {})).not.toContain("HeadNodeIp");
});
