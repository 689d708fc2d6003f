import type { EngineInfo } from '../../plan/apply-result.ts';
import type { EngineChoice } from '../../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import {
  findBinary,
  type TerraformBinary,
  type TerraformFlavour,
  unusableFiles,
} from '../../terraform/run/binary.ts';
import { checkEngineVersion } from '../../terraform/run/engine-version.ts';
import type { Arguments } from '../options.ts';
import { type ReachedWorkspace, secretVariablesOf } from '../terminal/redacting-console.ts';

/** What carries changes out: terraform's binary, or the writes themselves where there is none. */
export interface Engine {
  readonly info: EngineInfo;
  /** Null for the embedded engine. */
  readonly binary: TerraformBinary | null;
}

const CHOICES: readonly EngineChoice[] = ['auto', 'terraform', 'tofu', 'embedded'];
const FLAVOURS: readonly TerraformFlavour[] = ['terraform', 'tofu'];

/**
 * `--engine` wins over the workspace. `auto` is the first of terraform and tofu that can be used, and embedded only
 * where there is neither: one that is there and cannot be used is told, never passed over in silence. Fails with usage,
 * engine-missing, engine-unusable, engine-too-old; warns with engine-untested.
 */
export async function chooseEngine(
  args: Arguments,
  workspace: ReachedWorkspace,
  environment: NodeJS.ProcessEnv,
): Promise<Outcome<Engine>> {
  const asked = args.text('engine');
  const choice = asked === null ? workspace.document.engine : CHOICES.find((name) => name === asked);
  if (choice === undefined) {
    const message = `There is no engine ${JSON.stringify(asked)}.`;
    return failure(diagnostic('usage', message, null, { hint: `Engines: ${CHOICES.join(', ')}.` }));
  }
  if (choice === 'embedded') return success(EMBEDDED);
  const secrets = secretVariablesOf(workspace);
  const unfit: Diagnostic[] = [];
  for (const flavour of choice === 'auto' ? FLAVOURS : [choice]) {
    const binary = findBinary([flavour], environment.PATH);
    if (binary === null) {
      unfit.push(...notExecutable(flavour, environment.PATH));
      continue;
    }
    const version = await checkEngineVersion(binary, environment, secrets);
    if (version.ok) {
      return success({ info: { name: flavour, version: version.value }, binary }, version.diagnostics);
    }
    unfit.push(...version.diagnostics);
  }
  if (unfit.length > 0) return failure(unfit);
  return choice === 'auto' ? success(EMBEDDED) : failure(missing(choice));
}

export const EMBEDDED: Engine = { info: { name: 'embedded', version: null }, binary: null };

/** A program that may not be run is mostly one that was just copied: that nobody finds it is no wish for another engine. */
function notExecutable(flavour: TerraformFlavour, path: string | undefined): readonly Diagnostic[] {
  const [file] = unusableFiles([flavour], path);
  if (file === undefined) return [];
  return [
    diagnostic('engine-unusable', `${file} is not executable.`, null, {
      hint: `Make it executable (chmod +x ${file}), or use --engine embedded.`,
    }),
  ];
}

function missing(flavour: TerraformFlavour): Diagnostic {
  return diagnostic('engine-missing', `No ${flavour} is on the PATH.`, null, {
    hint: `Install ${flavour}, or use --engine embedded.`,
  });
}
