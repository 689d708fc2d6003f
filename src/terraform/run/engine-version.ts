import { dirname } from 'node:path';
import { diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { TerraformBinary } from './binary.ts';
import { childEnvironment, terraformIn } from './child-process.ts';
import { isForeignExecutable } from './executable-format.ts';
import { exitedCleanly } from './exit-status.ts';
import { failureOf } from './failure.ts';
import { checkVersion } from './version-requirement.ts';

/** A shim may have to find out which version is meant; more than this is no answer. */
const LONGEST_MS = 20_000;

/**
 * The version of a binary that will do, maybe with a warning. Fails with engine-unusable, engine-too-old and what
 * `failureOf` knows of a program that cannot be started.
 */
export async function checkEngineVersion(
  binary: TerraformBinary,
  environment: NodeJS.ProcessEnv,
  secrets: readonly string[],
  longestMs: number = LONGEST_MS,
): Promise<Outcome<string>> {
  const { flavour, path } = binary;
  const unusable = (message: string): Outcome<never> =>
    failure(
      diagnostic('engine-unusable', `${path} ${message}`, null, {
        hint: `Install ${flavour} again, or use --engine embedded.`,
      }),
    );
  if (isForeignExecutable(path)) return unusable(`is not a program for ${process.platform} ${process.arch}.`);
  const limits = { tellAfterMs: longestMs, endAfterMs: longestMs };
  // Where it lies, there is a folder; and no configuration of the user's that could matter.
  const child = terraformIn(binary, dirname(path), childEnvironment(environment, secrets, {}), {
    patience: limits,
  });
  const result = await child.run(['version', '-json'], { answers: true });
  if (result.ending.how === 'silent')
    return unusable(`did not report its version within ${result.ending.seconds} s.`);
  if (!exitedCleanly(result.ending)) {
    const told = failureOf('version', result, child, () => null);
    const [first] = told;
    return first?.code === 'engine-failed' ? unusable(`cannot be used: ${first.message}`) : failure(told);
  }
  const version = versionIn(result.stdout);
  if (version === null) {
    return unusable(`does not report its version but ${quote(result.stdout.trim())}.`);
  }
  const judged = checkVersion(flavour, path, version);
  return hasErrors(judged) ? failure(judged) : success(version, judged);
}

/** Both flavours call it so. */
function versionIn(text: string): string | null {
  try {
    const { terraform_version: version } = JSON.parse(text) as { readonly terraform_version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
