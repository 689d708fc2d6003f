import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { providerInstalledJson, providerPackagedJson } from '../report/provider/provider-json.ts';
import { providerInstalledText, providerPackagedText } from '../report/provider/provider-text.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { nearest } from '../source/did-you-mean.ts';
import {
  impliedMirror,
  installationBlock,
  installProvider,
  packageProvider,
  systemName,
} from '../terraform/standalone/package/install.ts';
import { bylawVersion } from '../workspace/bylaw-version.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';

/** What the build leaves for provider packages. */
const BUILT = join(import.meta.dirname, '../provider/');

const TASKS = ['install', 'package'] as const;

type ProviderFormat = 'json';

export const provider: Command<ProviderFormat> = {
  name: 'provider',
  usage: 'install | package [--directory DIR]',
  options: ['directory'],
  formats: ['text', 'json'],
  optionHelp: { directory: 'folder to install into or package to' },
  async run(context) {
    const [task, ...rest] = context.args.positionals;
    const known = TASKS.find((name) => name === task);
    if (known === undefined || rest.length > 0) {
      const close = task === undefined ? null : nearest(task, TASKS);
      const hint = close === null ? `Usage: bylaw provider ${provider.usage}` : `Did you mean ${close}?`;
      const message =
        task === undefined
          ? 'Install or package?'
          : `There is no task ${JSON.stringify(context.args.positionals.join(' '))}.`;
      return failCommand(context, 'provider', [diagnostic('usage', message, null, { hint })]);
    }
    try {
      return await (known === 'install' ? install(context) : pack(context));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failCommand(context, 'provider', [
        diagnostic('file-unwritable', `Cannot write the provider: ${reason}`, null),
      ]);
    }
  },
};

async function install(context: CommandContext<ProviderFormat>): Promise<ExitCode> {
  const { args, environment } = context;
  const system = systemName(process.platform, process.arch);
  if (system === null) {
    const message = `The provider's launcher does not run on ${process.platform} (${process.arch}).`;
    const hint = 'Use Linux or macOS; on Windows, the Linux subsystem.';
    return failCommand(context, 'provider', [diagnostic('not-supported', message, null, { hint })]);
  }
  const given = args.text('directory');
  const directory =
    given === null ? impliedMirror(environment, environment.HOME || homedir()) : resolve(given);
  const installedProvider = installProvider(BUILT, bylawVersion(), directory, system);
  const block = given === null ? null : installationBlock(directory);
  await showResult(context, {
    text: (style) => providerInstalledText({ ...installedProvider, block }, style),
    json: () => providerInstalledJson({ ...installedProvider, block }),
  });
  return EXIT.clean;
}

async function pack(context: CommandContext<ProviderFormat>): Promise<ExitCode> {
  const directory = resolve(context.args.text('directory') ?? 'provider-release');
  const packagedProvider = packageProvider(BUILT, bylawVersion(), directory);
  await showResult(context, {
    text: (style) => providerPackagedText(packagedProvider, style),
    json: () => providerPackagedJson(packagedProvider),
  });
  return EXIT.clean;
}
