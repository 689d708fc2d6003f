import type { TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import { DefaultReporter } from 'vitest/node';
import { browserPath } from './page/chromium-path.ts';
import { terraform } from './terraform/available.ts';

/** How the reason of a test begins that says itself what it needs, and is skipped where that is not there. */
const NEEDS = 'needs ';

/** How it begins for a test that reads data which does not come with the project. */
const NEEDS_DATA = `${NEEDS}data`;

/** How it begins for a test against a server that nobody asked for; `.ci/run` asks for some, `npm run servers` for any. */
const NEEDS_SERVER = `${NEEDS}server`;

/**
 * Ends a run with what a reader of a CI log needs: how many tests drove real terraform, what did not run and why,
 * and one plain line with the counts. Nothing is skipped in silence: with CI=true an absent tool is a failure.
 */
export default class Summary extends DefaultReporter {
  private cases: TestCase[] = [];
  private vitest: Vitest | null = null;

  override onInit(vitest: Vitest): void {
    super.onInit(vitest);
    this.vitest = vitest;
  }

  override onTestCaseResult(test: TestCase): void {
    super.onTestCaseResult(test);
    this.cases.push(test);
  }

  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: Parameters<DefaultReporter['onTestRunEnd']>[1],
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, errors, reason);
    const passed = this.cases.filter((test) => test.result().state === 'passed');
    const skipped = this.cases.filter((test) => test.result().state === 'skipped');
    let failed = this.cases.filter((test) => test.result().state === 'failed').length + errors.length;
    failed += modules.filter((module) => module.state() === 'failed' && module.children.size === 0).length;

    const driving = passed.filter((test) => test.meta().terraform === true).length;
    const binary =
      terraform === null ? 'no terraform or tofu on the PATH' : `${terraform.path} ${terraform.version}`;
    const lines = ['', ...slowest(modules), `${driving} tests drove real terraform (${binary})`];
    const browsing = passed.filter((test) => test.meta().chromium === true).length;
    lines.push(`${browsing} tests drove real Chromium (${browserPath ?? 'no chromium in /usr/bin'})`);
    for (const test of skipped) lines.push(`not run: ${test.fullName} (${reasonOf(test)})`);
    // Data that is somebody else's cannot be installed, and nobody asked for the server; a tool can be installed.
    const missing = skipped.filter(
      (test) => !reasonOf(test).startsWith(NEEDS_DATA) && !reasonOf(test).startsWith(NEEDS_SERVER),
    );
    if (process.env.CI === 'true' && missing.length > 0) {
      lines.push(`${missing.length} tests could not run, which is a failure where CI=true`);
      failed += missing.length;
      process.exitCode = 1;
    }
    lines.push(`${passed.length} passed, ${failed} failed`);
    (this.vitest?.logger ?? console).log(lines.join('\n'));
  }
}

/** Where the time of a run goes: the ten files that take longest, imports and hooks included. */
function slowest(modules: readonly TestModule[]): readonly string[] {
  const timed = modules.map((module) => {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    return { file: module.relativeModuleId, seconds: (collectDuration + setupDuration + duration) / 1000 };
  });
  const ten = timed.sort((a, b) => b.seconds - a.seconds).slice(0, 10);
  return [
    'The ten slowest files:',
    ...ten.map((one) => `${one.seconds.toFixed(1).padStart(7)} s  ${one.file}`),
  ];
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  if (result.state === 'skipped' && result.note?.startsWith(NEEDS)) return result.note;
  if (browserPath === null && test.module.relativeModuleId.startsWith('test/page/')) return 'needs chromium';
  return test.meta().terraform === true || terraform === null
    ? 'needs terraform or tofu on the PATH'
    : 'skipped';
}
