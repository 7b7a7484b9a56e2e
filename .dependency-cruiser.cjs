// Who may import whom, checked on the graph of imports; oxlint checks the same in the editor.
const inside = (name) => `^packages/${name}/src`;

/** Packages of ours that a package may import, beside itself. */
const ALLOWED = {
  core: [],
  aws: ["core"],
  sandbox: ["core"],
  testkit: ["core"],
  cli: ["core", "aws", "sandbox"],
};

const layers = Object.entries(ALLOWED).map(([name, allowed]) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${["itself", ...allowed].join(", ")}`,
  severity: "error",
  from: { path: inside(name), pathNot: "\\.test\\.ts$" },
  to: { path: "^packages/[^/]+/src", pathNot: [name, ...allowed].map(inside) },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: "no-cycles",
      comment:
        "no cycle, not of types either; but a resource provider's context reaches the registry of providers",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { pathNot: "^packages/sandbox/src/kernel/Registry\\.ts$" } },
    },
    {
      name: "aws-and-sandbox-load-late",
      comment: "the command line loads the SDK and the sandbox only when a command needs them",
      severity: "error",
      from: { path: inside("cli") },
      to: { path: "^packages/(aws|sandbox)/src", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "core-is-pure",
      comment: "core does no I/O",
      severity: "error",
      from: { path: inside("core"), pathNot: "\\.test\\.ts$|/testing/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-libraries",
      comment: "core may import zod and yaml alone",
      severity: "error",
      from: { path: inside("core"), pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules", pathNot: "node_modules/(zod|yaml)/" },
    },
    {
      name: "sdk-only-in-aws",
      comment: "only packages/aws speaks to AWS; the sandbox uses the SDK's types and tests with its clients",
      severity: "error",
      from: {
        path: "^packages/(core|cli|testkit|sandbox)/src",
        pathNot: "\\.test\\.ts$|^packages/sandbox/src/testing/",
      },
      to: { path: "node_modules/@(aws-sdk|smithy)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "services-keep-apart",
      comment: "a service of the sandbox reaches another only through the kernel",
      severity: "error",
      from: { path: "^packages/sandbox/src/services/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^packages/sandbox/src/services/([^/]+)/", pathNot: "^packages/sandbox/src/services/$1/" },
    },
    {
      name: "no-test-code-in-products",
      severity: "error",
      from: { path: "^packages/[^/]+/src", pathNot: "\\.test\\.ts$|/testing/|^packages/testkit/" },
      to: { path: "\\.test\\.ts$|/testing/|^packages/testkit/" },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "/generated/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/|/generated/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["trainyard-source", "import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
