import { isJsonObject, type Json, type JsonObject } from "../../packages/sandbox/src/kernel/json.ts";

/** The configuration with a queue of ordinary nodes besides its first, one of them static, of several types to choose from. */
export function withSecondQueue(configuration: JsonObject): JsonObject {
  const scheduling = objectIn(configuration["Scheduling"]);
  const queues = scheduling["SlurmQueues"];
  if (!Array.isArray(queues)) throw new Error("the configuration has no queues");
  const { SubnetIds } = objectIn(objectIn(queues[0])["Networking"]);
  const second = {
    Name: "cpu",
    Networking: { SubnetIds: SubnetIds ?? [] },
    ComputeResources: [
      {
        Name: "small",
        Instances: [{ InstanceType: "c5.xlarge" }, { InstanceType: "c5a.xlarge" }],
        MinCount: 1,
        MaxCount: 4,
      },
    ],
  };
  return { ...configuration, Scheduling: { ...scheduling, SlurmQueues: [...queues, second] } };
}

function objectIn(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error(`${JSON.stringify(value)} is no object`);
  return value;
}
