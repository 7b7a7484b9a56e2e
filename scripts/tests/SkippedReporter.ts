import type { Reporter, TestModule } from "vitest/node";

/** Names every test that was not run: the default reporter only counts them. */
// oxlint-disable-next-line import/no-default-export -- vitest takes a reporter by its default export
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules)
      for (const { fullName } of module.children.allTests("skipped"))
        process.stdout.write(`skipped: ${module.relativeModuleId} > ${fullName}\n`);
  }
}
