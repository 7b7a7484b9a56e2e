import { clusterConfigRules as rules, found, type ClusterConfigAws } from "@trainyard/core";
import { existence, withAccount } from "./mockAnswers.ts";
import type { Recorded } from "./Recorded.ts";
import { testOf, type ValidatorAdapter, type ValidatorCall } from "./ValidatorAdapter.ts";

/** Subnets, security groups, addresses and zones. */
export const networkAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  QueueSubnetsValidator: ({ given }) =>
    rules.queueSubnetsValidator({
      queueName: given.text("queue_name"),
      subnetIds: given.texts("subnet_ids"),
      subnetsByZone: given.textLists("az_subnet_ids_mapping"),
    }),
  SingleInstanceTypeSubnetValidator: ({ given }) =>
    rules.singleInstanceTypeSubnetValidator({
      queueName: given.text("queue_name"),
      subnetIds: given.texts("subnet_ids"),
    }),
  MixedSecurityGroupOverwriteValidator: ({ given }) =>
    rules.mixedSecurityGroupOverwriteValidator({
      headNodeSecurityGroups: given.optionalTexts("head_node_security_groups"),
      queueSecurityGroups: given
        .parts("queues")
        .map((queue) => queue.part("networking").optionalTexts("security_groups")),
    }),
  SecurityGroupsAndSubnetValidator: ({ given }) =>
    rules.securityGroupsAndSubnetValidator({
      securityGroupCount: given.list("security_group_ids").length,
      subnetId: given.optionalText("subnet_id"),
    }),
  ElasticIpValidator: (call) =>
    rules.elasticIpValidator(
      { elasticIp: call.given.value("elastic_ip") },
      withAccount({ network: { elasticIp: () => existence(call, "allocated") } }),
    ),
  LambdaFunctionsVpcConfigValidator: (call) =>
    rules.lambdaFunctionsVpcConfigValidator(
      {
        securityGroupIds: call.given.texts("security_group_ids"),
        subnetIds: call.given.texts("subnet_ids"),
      },
      withAccount({ network: lambdaNetwork(call) }),
    ),
  HostedZoneValidator: (call) => {
    const test = testOf(call);
    const zone = {
      domainName: test.text("domain_name"),
      isPrivate: test.flag("is_private_zone"),
      vpcs: test.parts("vpcs").map((vpc) => vpc.text("VPCId")),
    };
    return rules.hostedZoneValidator(
      {
        hostedZoneId: call.given.text("hosted_zone_id"),
        vpc: call.given.text("cluster_vpc"),
        clusterName: call.given.text("cluster_name"),
      },
      withAccount({ network: { hostedZone: async () => found(zone) } }),
    );
  },
  UnmanagedFsxMultiAzValidator: (call) => {
    const zones = testOf(call).list("subnet_az_mappings");
    return rules.unmanagedFsxMultiAzValidator({
      queues: call.given.parts("queues").map((queue, index) => ({
        name: queue.text("name"),
        zones: [...new Set(Object.values(zones[index] ?? {}).map(String))],
      })),
      fileSystemZones: testOf(call).texts("fsx_az_list"),
    });
  },
  MultiNetworkInterfacesInstancesValidator: (call) => {
    const test = testOf(call);
    const networkCards = test.number("num_cards");
    return rules.multiNetworkInterfacesInstancesValidator(
      {
        queues: call.given.parts("queues").map((queue) => interfacesOf(queue, networkCards)),
        efaInterfaceType: undefined,
        limits: call.limits,
      },
      withAccount({ network: subnetsOf(test.parts("public_ip_subnets")) }),
    );
  },
};

function interfacesOf(queue: Recorded, networkCards: number) {
  const networking = queue.part("networking");
  return {
    name: queue.text("name"),
    assignPublicIp: networking.optionalFlag("assign_public_ip"),
    subnetIds: networking.texts("subnet_ids"),
    computeResources: queue.parts("compute_resources").map((resource) => ({
      networkCards,
      maxEfaInterfaces: networkCards,
      firstCardInterfaces: 2,
      efaEnabled: resource.part("efa").optionalFlag("enabled"),
    })),
  };
}

function subnetsOf(described: readonly Recorded[]): Partial<ClusterConfigAws["network"]> {
  const subnets = described.map((subnet) => ({
    id: subnet.text("SubnetId"),
    vpc: subnet.text("VpcId"),
    zone: "",
    cidr: "",
    assignsPublicAddress: subnet.flag("MapPublicIpOnLaunch"),
  }));
  return {
    subnet: async (id) =>
      existence(
        { isMissing: false },
        subnets.find((one) => one.id === id),
      ),
  };
}

function lambdaNetwork(call: ValidatorCall): Partial<ClusterConfigAws["network"]> {
  const groups = testOf(call).parts("existing_security_groups");
  return {
    ...subnetsOf(testOf(call).parts("existing_subnets")),
    securityGroup: async (id) => {
      const group = groups.find((one) => one.text("GroupId") === id);
      const facts = group && { id, vpc: group.text("VpcId"), ingress: [], egress: [] };
      return existence({ isMissing: false }, facts);
    },
  };
}
