import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EngineInfo } from '../plan/applied.ts';
import type { EngineChoice } from '../policy/documents.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { findBinary, type TerraformBinary } from '../terraform/run/binary.ts';
import type { Arguments } from './options.ts';
import type { Workspace } from './workspace.ts';

/** What carries changes out: terraform's binary, or the writes themselves where there is none. */
export interface Engine {
  readonly info: EngineInfo;
  /** Null for the embedded engine. */
  readonly binary: TerraformBinary | null;
}

const CHOICES: readonly EngineChoice[] = ['auto', 'terraform', 'tofu', 'embedded'];

/** `--engine` wins over the workspace. Fails with usage, engine-missing, engine-failed. */
export async function chooseEngine(
  args: Arguments,
  workspace: Workspace,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome<Engine>> {
  const asked = args.text('engine');
  const choice = asked === null ? workspace.document.engine : CHOICES.find((name) => name === asked);
  if (choice === undefined) {
    const message = `There is no engine ${JSON.stringify(asked)}.`;
    return failure(diagnostic('usage', message, null, { hint: `Engines: ${CHOICES.join(', ')}.` }));
  }
  if (choice === 'embedded') return success(EMBEDDED);
  const binary = findBinary(choice === 'auto' ? ['terraform', 'tofu'] : [choice], environment.PATH);
  if (binary === null) {
    if (choice === 'auto') return success(EMBEDDED);
    return failure(
      diagnostic('engine-missing', `No ${choice} is on the PATH.`, null, {
        hint: `Install ${choice}, or use --engine embedded.`,
      }),
    );
  }
  return versionOf(binary);
}

const EMBEDDED: Engine = { info: { name: 'embedded', version: null }, binary: null };

async function versionOf(binary: TerraformBinary): Promise<Outcome<Engine>> {
  try {
    const { stdout } = await promisify(execFile)(binary.path, ['version', '-json'], {
      env: { CHECKPOINT_DISABLE: '1' },
    });
    const { terraform_version: version } = JSON.parse(stdout) as { readonly terraform_version?: unknown };
    return success({ info: { name: binary.flavour, version: String(version ?? 'unknown') }, binary });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('engine-failed', `${binary.path} version: ${reason}`, null));
  }
}
