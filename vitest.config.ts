import { defineConfig } from "vitest/config";

const conditions = ["trainyard-source"];

/**
 * Journeys through the built program: one file after the other, each with a sandbox of its own. They run hundreds of real
 * processes beside two other lanes; one that fails is run once more, and the report names it as retried.
 */
const slow = { testTimeout: 180_000, hookTimeout: 300_000, fileParallelism: false, retry: 1 } as const;

/** What programs of others do on the sandbox. */
const FOREIGN = ["e2e/foreign/**/*.test.ts", "e2e/cfnLint.test.ts"];
const OFFICIAL = ["e2e/official/**/*.test.ts"];
const HOSTS = ["e2e/hosts/**/*.test.ts", "e2e/slurm/**/*.test.ts", "e2e/session/**/*.test.ts"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default", "./scripts/tests/SkippedReporter.ts"],
    globalSetup: ["scripts/tests/temporaryDirectory.ts"],
    // The SDK's word on Node 20 is known: the pinned versions support it.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    sequence: { shuffle: { files: true, tests: true } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "journeys",
          include: ["e2e/**/*.test.ts"],
          exclude: [...HOSTS, ...FOREIGN, ...OFFICIAL],
          ...slow,
        },
      },
      { extends: true, test: { name: "foreign", include: FOREIGN, ...slow } },
      { extends: true, test: { name: "official", include: OFFICIAL, ...slow } },
      { extends: true, test: { name: "hosts", include: HOSTS, ...slow } },
    ],
  },
});
