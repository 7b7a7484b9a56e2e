import { expect, test } from "vitest";
import { z } from "zod";
import { loadAcceleratedOfferings } from "./acceleratedOfferings.ts";
import { acceleratorCount, loadInstanceTypes } from "./instanceTypes.ts";

const count = z.int().min(0);
const row = z.strictObject({
  instanceType: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/),
  vcpus: count.min(1),
  cores: count.min(1),
  threadsPerCore: count.min(1),
  memoryMiB: count.min(1),
  architectures: z.array(z.string()).min(1),
  currentGeneration: z.boolean(),
  bareMetal: z.boolean(),
  efaSupported: z.boolean(),
  maxEfaInterfaces: count,
  networkCards: count,
  networkPerformance: z.string(),
  usageClasses: z.array(z.enum(["on-demand", "spot", "capacity-block"])),
  placementStrategies: z.array(z.string()),
  instanceStorageGB: count.optional(),
  gpus: z
    .strictObject({ count, name: z.string(), manufacturer: z.string(), memoryMiBEach: count })
    .optional(),
  neuronDevices: z.strictObject({ count, name: z.string(), coresEach: count }).optional(),
});

test("every row of the table of instance types has the form that the code reads", async () => {
  const types = await loadInstanceTypes();
  expect(types.size).toBeGreaterThan(1000);
  expect(
    z
      .array(row)
      .safeParse([...types.values()])
      .error?.issues.slice(0, 5),
  ).toBeUndefined();
});

test.each([
  { name: "p5.48xlarge", accelerators: 8, efa: true, cards: 32 },
  { name: "trn1.32xlarge", accelerators: 16, efa: true, cards: 8 },
  { name: "m5.8xlarge", accelerators: 0, efa: false, cards: 1 },
])(
  "$name has $accelerators accelerators and $cards network cards",
  async ({ name, accelerators, efa, cards }) => {
    const type = (await loadInstanceTypes()).get(name);
    expect(type).toMatchObject({ efaSupported: efa, networkCards: cards });
    expect(type === undefined ? undefined : acceleratorCount(type)).toBe(accelerators);
  },
);

test("zones of accelerated types are known by region, and none for what is not offered", async () => {
  const offerings = await loadAcceleratedOfferings();
  expect(offerings.zonesOffering("eu-west-2", "p5.48xlarge")).toEqual([
    "eu-west-2a",
    "eu-west-2b",
    "eu-west-2c",
  ]);
  expect(offerings.zonesOffering("eu-west-1", "p5.48xlarge")).toEqual([]);
  expect(offerings.zonesOffering("nowhere-1", "p5.48xlarge")).toEqual([]);
  expect(offerings.typesIn("us-west-2")).toContain("p5.48xlarge");
});
