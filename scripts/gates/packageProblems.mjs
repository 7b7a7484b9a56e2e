const LARGEST_UNPACKED_MB = 30;
const ALLOWED = [
  /^package\.json$/,
  /^(README|LICENSE|CHANGELOG)(\.md)?$/,
  /^bin\/trainyard\.js$/,
  /^dist\/(main\.js|chunks\/.+|library\/.+|schemas\/.+|.+\.LEGAL\.txt|examples\/.+)$/,
];

/** What is wrong with the list of files and the size of a package, as `npm pack --json` tells them. */
export function packageProblems(pack) {
  const stray = pack.files
    .map(({ path }) => path)
    .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
  const problems = stray.map((path) => `${path} does not belong into the package`);
  if (pack.unpackedSize > LARGEST_UNPACKED_MB * 1e6)
    problems.push(`unpacked ${(pack.unpackedSize / 1e6).toFixed(1)} MB, more than ${LARGEST_UNPACKED_MB}`);
  for (const needed of [
    "bin/trainyard.js",
    "dist/main.js",
    "dist/library/index.js",
    "dist/library/index.d.ts",
    "LICENSE",
    "README.md",
  ])
    if (!pack.files.some(({ path }) => path === needed)) problems.push(`${needed} is missing`);
  return problems;
}
