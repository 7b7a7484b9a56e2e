import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService } from "../../kernel/ServiceModule.ts";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { hostedZoneResource } from "./resources/hostedZoneResource.ts";
import { recordSetGroupResource } from "./resources/recordSetGroupResource.ts";
import { recordSetResource } from "./resources/recordSetResource.ts";
import { route53 } from "./route53.ts";

const network = defineService("ec2", {
  operations: {
    DescribeVpcs: {
      members: ["VpcIds"],
      run(input, context) {
        if (context.region === "us-west-2" && input.VpcIds?.[0] === "vpc-1") return { Vpcs: [] };
        throw new AwsError("InvalidVpcID.NotFound", "no VPC");
      },
    },
  },
});
const PROPERTIES = { Name: "ml-cluster.pcluster.", VPCs: [{ VPCId: "vpc-1", VPCRegion: "us-west-2" }] };

function withZone() {
  const kernel = createTestKernel({ modules: [route53, network] });
  const context = createResourceContext(kernel, "Route53HostedZone", [{ Key: "team", Value: "ml" }]);
  const { physicalId } = makeResource(hostedZoneResource, PROPERTIES, context);
  const change = (Action: "CREATE" | "UPSERT" | "DELETE", ...records: ResourceRecordSet[]): unknown =>
    context.call("route53", "ChangeResourceRecordSets", {
      HostedZoneId: physicalId,
      ChangeBatch: { Changes: records.map((ResourceRecordSet) => ({ Action, ResourceRecordSet })) },
    });
  return { kernel, context, zoneId: physicalId, change };
}

function address(node: string, value = "10.0.0.1"): ResourceRecordSet {
  return { Name: `${node}.ml-cluster.pcluster.`, Type: "A", TTL: 120, ResourceRecords: [{ Value: value }] };
}

test("a private zone holds its own two records, its VPC and its tags", () => {
  const { context, zoneId } = withZone();
  const answer = context.call("route53", "GetHostedZone", { Id: `/hostedzone/${zoneId}` });
  expect(answer).toMatchObject({
    HostedZone: {
      Id: `/hostedzone/${zoneId}`,
      Name: "ml-cluster.pcluster.",
      Config: { PrivateZone: true },
      ResourceRecordSetCount: 2,
    },
    VPCs: [{ VPCId: "vpc-1", VPCRegion: "us-west-2" }],
  });
  expect(hostedZoneResource.read(zoneId, PROPERTIES, context).ref).toBe(zoneId);
  expect(
    context.call("route53", "ListTagsForResource", { ResourceType: "hostedzone", ResourceId: zoneId })
      .ResourceTagSet?.Tags,
  ).toEqual([{ Key: "team", Value: "ml" }]);
});

test("a change is pending, then in sync, and its records are there at once", () => {
  const { kernel, context, zoneId } = withZone();
  const { ChangeInfo } = context.call("route53", "ChangeResourceRecordSets", {
    HostedZoneId: zoneId,
    ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet: address("gpu-st-1") }] },
  });
  expect(ChangeInfo?.Status).toBe("PENDING");
  expect(
    context.call("route53", "ListResourceRecordSets", { HostedZoneId: zoneId }).ResourceRecordSets,
  ).toHaveLength(3);
  kernel.clock.runUntilIdle();
  expect(context.call("route53", "GetChange", { Id: ChangeInfo?.Id }).ChangeInfo?.Status).toBe("INSYNC");
});

test("records are listed by labels from the right, in pages", () => {
  const { context, zoneId, change } = withZone();
  change("CREATE", address("b"), address("a"), address("x.a"));
  const names: unknown[] = [];
  let start: { StartRecordName?: string | undefined; StartRecordType?: "A" | undefined } = {};
  for (;;) {
    const page = context.call("route53", "ListResourceRecordSets", {
      HostedZoneId: zoneId,
      MaxItems: 2,
      ...start,
    });
    names.push(...(page.ResourceRecordSets ?? []).map((record) => `${record.Name} ${record.Type}`));
    if (page.IsTruncated !== true) break;
    start = { StartRecordName: page.NextRecordName, StartRecordType: "A" };
  }
  expect(names).toEqual([
    "ml-cluster.pcluster. NS",
    "ml-cluster.pcluster. SOA",
    "a.ml-cluster.pcluster. A",
    "x.a.ml-cluster.pcluster. A",
    "b.ml-cluster.pcluster. A",
  ]);
});

test("a batch is done as a whole or not at all", () => {
  const { context, zoneId, change } = withZone();
  change("CREATE", address("a"));
  expect(() => change("CREATE", address("b"), address("a"))).toThrow(
    "[Tried to create resource record set [name='a.ml-cluster.pcluster.', type='A'] but it already exists]",
  );
  expect(context.call("route53", "GetHostedZone", { Id: zoneId }).HostedZone?.ResourceRecordSetCount).toBe(3);
});

test.each([
  { action: "DELETE" as const, record: address("none"), message: "but it was not found" },
  {
    action: "DELETE" as const,
    record: address("a", "10.0.0.9"),
    message: "but the values provided do not match the current values",
  },
  {
    action: "UPSERT" as const,
    record: { ...address("a"), Name: "a.other.org" },
    message: "RRSet with DNS name a.other.org. is not permitted in zone ml-cluster.pcluster.",
  },
  { action: "UPSERT" as const, record: address("a", "10.0.0"), message: "Value is not a valid IPv4 address" },
  {
    action: "UPSERT" as const,
    record: { ...address("a"), Weight: 1 },
    message: "The sandbox does not model Weight of record sets.",
  },
])("$action is refused: $message", ({ action, record, message }) => {
  const { change } = withZone();
  change("CREATE", address("a"));
  expect(() => change(action, record)).toThrow(message);
});

test("a zone with records cannot be deleted, an empty one can, twice", () => {
  const { context, zoneId, change } = withZone();
  change("CREATE", address("a"));
  expect(() => hostedZoneResource.delete(zoneId, PROPERTIES, context)).toThrow(
    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
  );
  change("DELETE", address("a"));
  hostedZoneResource.delete(zoneId, PROPERTIES, context);
  hostedZoneResource.delete(zoneId, PROPERTIES, context);
  expect(() => context.call("route53", "GetHostedZone", { Id: zoneId })).toThrow(
    `No hosted zone found with ID: ${zoneId}`,
  );
});

test("two zones of one name cannot serve one VPC, and a VPC must exist", () => {
  const { context } = withZone();
  expect(() => makeResource(hostedZoneResource, PROPERTIES, context)).toThrow(
    "has already been associated with the hosted zone",
  );
  const elsewhere = { ...PROPERTIES, VPCs: [{ VPCId: "vpc-9", VPCRegion: "us-west-2" }] };
  expect(() => makeResource(hostedZoneResource, elsewhere, context)).toThrow("vpc-9");
});

test("a record set of a template is found by its zone's name and removed again", () => {
  const { context, zoneId } = withZone();
  const record = {
    HostedZoneName: "ml-cluster.pcluster.",
    Name: "head.ml-cluster.pcluster.",
    Type: "A",
    TTL: "60",
    ResourceRecords: ["10.0.0.5"],
  };
  expect(makeResource(recordSetResource, record, context).physicalId).toBe("head.ml-cluster.pcluster.");
  recordSetResource.delete("head.ml-cluster.pcluster.", record, context);
  recordSetResource.delete("head.ml-cluster.pcluster.", record, context);
  expect(context.call("route53", "GetHostedZone", { Id: zoneId }).HostedZone?.ResourceRecordSetCount).toBe(2);
});

function templateRecord(node: string, value: string) {
  return { Name: `${node}.ml-cluster.pcluster.`, Type: "A", TTL: "60", ResourceRecords: [value] };
}

test("a group of record sets of a template follows its list", () => {
  const { context, zoneId } = withZone();
  const group = (...RecordSets: ReturnType<typeof templateRecord>[]) => ({
    HostedZoneId: zoneId,
    RecordSets,
  });
  const addresses = (): string[] =>
    (context.call("route53", "ListResourceRecordSets", { HostedZoneId: zoneId }).ResourceRecordSets ?? [])
      .filter(({ Type }) => Type === "A")
      .map(({ Name, ResourceRecords }) => `${Name ?? ""} ${ResourceRecords?.[0]?.Value ?? ""}`);
  const before = group(templateRecord("a", "10.0.0.1"), templateRecord("b", "10.0.0.2"));
  const after = group(templateRecord("b", "10.0.0.3"), templateRecord("c", "10.0.0.4"));
  const { physicalId } = makeResource(recordSetGroupResource, before, context);
  expect(addresses()).toEqual(["a.ml-cluster.pcluster. 10.0.0.1", "b.ml-cluster.pcluster. 10.0.0.2"]);
  recordSetGroupResource.update?.(physicalId, { before, after, changed: ["RecordSets"] }, context);
  expect(addresses()).toEqual(["b.ml-cluster.pcluster. 10.0.0.3", "c.ml-cluster.pcluster. 10.0.0.4"]);
  recordSetGroupResource.delete(physicalId, after, context);
  recordSetGroupResource.delete(physicalId, after, context);
  expect(addresses()).toEqual([]);
});

test("a routing policy in a group is refused by name", () => {
  const { context, zoneId } = withZone();
  const weighted = { Name: "a.ml-cluster.pcluster.", Type: "A", TTL: "60", Weight: 1, SetIdentifier: "x" };
  expect(() =>
    makeResource(recordSetGroupResource, { HostedZoneId: zoneId, RecordSets: [weighted] }, context),
  ).toThrow("The property Weight of AWS::Route53::RecordSetGroup.RecordSet is not modelled");
});
