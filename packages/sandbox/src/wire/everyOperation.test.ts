import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AwsError } from "../kernel/AwsError.ts";
import { SANDBOX_MODULES } from "../modules.ts";
import { createTestKernel } from "../testing/createTestKernel.ts";
import { createProtocol } from "./createProtocol.ts";
import { createModelCatalogue } from "./models/createModelCatalogue.ts";
import type { OperationModel } from "./models/ServiceModel.ts";
import { structureArbitrary } from "./testing/shapeArbitrary.ts";

const RUNS = 15;

const catalogue = createModelCatalogue();
const SERVICES = SANDBOX_MODULES.flatMap((module) => {
  const model = catalogue.get(module.name);
  return model === undefined ? [] : [{ service: module.name, module, model }];
});

describe.each(SERVICES)("$service", ({ service, module, model }) => {
  test("every modelled operation is one of the service's, with members that it has", () => {
    const unknown = Object.entries(module.operations).flatMap(([name, { members }]) => {
      const operation = model.operations.get(name);
      if (operation === undefined) return [name];
      return members
        .filter((member) => !operation.input.membersByName.has(member))
        .map((member) => `${name}.${member}`);
    });
    expect(unknown).toEqual([]);
  });

  test("any input is answered in a shape that can be written, or refused as AWS refuses", () => {
    const kernel = createTestKernel({ modules: SANDBOX_MODULES });
    const protocol = createProtocol(model);
    const defects: string[] = [];
    for (const [name, { members }] of Object.entries(module.operations)) {
      const operation = model.operations.get(name);
      if (operation === undefined) continue;
      for (const input of fc.sample(inputArbitrary(operation, members), { numRuns: RUNS, seed: 11 })) {
        try {
          const output = kernel.dispatch({
            service,
            operation: name,
            input,
            region: "us-west-2",
            requestId: "r",
            accessKeyId: "A",
          });
          protocol.writeOutput(operation, output, "r");
        } catch (error) {
          if (!(error instanceof AwsError))
            defects.push(`${name}: ${String(error)} ${JSON.stringify(input)}`);
        }
      }
    }
    expect(defects).toEqual([]);
  }, 60_000);
});

/** Inputs of the members that the sandbox models; contents of objects come as files and have tests of their own. */
function inputArbitrary(operation: OperationModel, members: readonly string[]) {
  return structureArbitrary(operation.input).map((input) =>
    Object.fromEntries(
      Object.entries(input).filter(([name, value]) => members.includes(name) && value !== undefined),
    ),
  );
}
