import { expect, test } from "vitest";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { QUOTA_ROWS } from "./QuotaTable.ts";
import { servicequotas } from "./servicequotas.ts";

const P_FAMILY = { ServiceCode: "ec2", QuotaCode: "L-417A185B" };

test("the account may run the guide's sixteen p5.48xlarge", () => {
  const context = createTestKernel({ modules: [servicequotas] }).context("us-west-2");
  const { Quota } = context.call("servicequotas", "GetServiceQuota", P_FAMILY);
  expect(Quota?.Value).toBeGreaterThanOrEqual(16 * 192);
  expect(Quota).toMatchObject({
    QuotaName: "Running On-Demand P instances",
    QuotaArn: "arn:aws:servicequotas:us-west-2:123456789012:ec2/L-417A185B",
    Adjustable: true,
    GlobalQuota: false,
  });
  expect(context.call("servicequotas", "GetAWSDefaultServiceQuota", P_FAMILY).Quota?.Value).toBe(0);
});

test("a request is opened, approved, and then the quota is raised in its region only", () => {
  const kernel = createTestKernel({ modules: [servicequotas] });
  const context = kernel.context("us-west-2");
  const increase = { ...P_FAMILY, DesiredValue: 10_000 };
  const { RequestedQuota } = context.call("servicequotas", "RequestServiceQuotaIncrease", increase);
  const status = (): unknown =>
    context.call("servicequotas", "GetRequestedServiceQuotaChange", { RequestId: RequestedQuota?.Id })
      .RequestedQuota?.Status;
  expect(status()).toBe("PENDING");
  expect(() => context.call("servicequotas", "RequestServiceQuotaIncrease", increase)).toThrow(
    "Only one open service quota increase request is allowed per quota.",
  );
  kernel.clock.advance(61_000);
  expect(status()).toBe("CASE_OPENED");
  kernel.clock.runUntilIdle();
  expect(status()).toBe("APPROVED");
  const valueIn = (region: string): unknown =>
    context.inRegion(region).call("servicequotas", "GetServiceQuota", P_FAMILY).Quota?.Value;
  expect(valueIn("us-west-2")).toBe(10_000);
  expect(valueIn("us-east-1")).not.toBe(10_000);
});

test.each([
  {
    when: "the service is unknown",
    input: { ...P_FAMILY, ServiceCode: "none" },
    message: "specified service",
  },
  { when: "the quota is unknown", input: { ...P_FAMILY, QuotaCode: "L-1" }, message: "specified quota" },
  {
    when: "a global quota is asked for outside us-east-1",
    input: { ServiceCode: "iam", QuotaCode: "L-FE177D64" },
    message: "specified service",
  },
])("nothing is found when $when", ({ input, message }) => {
  const context = createTestKernel({ modules: [servicequotas] }).context("us-west-2");
  expect(() => context.call("servicequotas", "GetServiceQuota", input)).toThrow(message);
});

test("quotas are listed in pages, and every row of the table says where it is from", () => {
  const context = createTestKernel({ modules: [servicequotas] }).context("us-west-2");
  const first = context.call("servicequotas", "ListServiceQuotas", { ServiceCode: "ec2", MaxResults: 10 });
  const second = context.call("servicequotas", "ListServiceQuotas", {
    ServiceCode: "ec2",
    NextToken: first.NextToken,
  });
  expect((first.Quotas?.length ?? 0) + (second.Quotas?.length ?? 0)).toBe(
    QUOTA_ROWS.filter((row) => row.serviceCode === "ec2").length,
  );
  expect(QUOTA_ROWS.filter((row) => !/^(documented|assumed): /.test(row.source))).toEqual([]);
});
