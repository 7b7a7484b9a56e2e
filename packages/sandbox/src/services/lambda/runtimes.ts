import type { Runtime } from "@aws-sdk/client-lambda";

/** Runtimes that the service takes, as its guide lists them. */
const RUNTIMES: readonly Runtime[] = [
  "nodejs16.x",
  "nodejs18.x",
  "nodejs20.x",
  "nodejs22.x",
  "python3.8",
  "python3.9",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "java8.al2",
  "java11",
  "java17",
  "java21",
  "dotnet6",
  "dotnet8",
  "ruby3.2",
  "ruby3.3",
  "ruby3.4",
  "provided.al2",
  "provided.al2023",
];

export function isRuntime(text: string): text is Runtime {
  return RUNTIMES.some((runtime) => runtime === text);
}
