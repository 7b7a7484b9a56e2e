import type { ServiceModule } from "../../kernel/ServiceModule.ts";
import type { ServiceModel } from "../models/ServiceModel.ts";

/** A service that answers what a test has put in, and keeps what it was asked. */
export interface EchoModule {
  readonly module: ServiceModule;
  output: unknown;
  input: unknown;
}

/** All operations of a model with all their members. */
export function createEchoModule(model: ServiceModel): EchoModule {
  const echo: EchoModule = {
    output: {},
    input: undefined,
    module: {
      name: model.name,
      operations: Object.fromEntries(
        [...model.operations.values()].map(({ name, input }) => [
          name,
          {
            members: input.members.map((member) => member.name),
            run(received: unknown) {
              echo.input = received;
              return echo.output;
            },
          },
        ]),
      ),
      timers: {},
      listeners: {},
      resourceTypes: [],
      functions: [],
      publishedTemplates: [],
      hostPrograms: [],
    },
  };
  return echo;
}
