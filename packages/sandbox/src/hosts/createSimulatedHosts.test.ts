import { createSimulatedHosts } from "./createSimulatedHosts.ts";
import { testHostDriverContract } from "./testing/hostDriverContract.ts";

testHostDriverContract("simulated", createSimulatedHosts);
