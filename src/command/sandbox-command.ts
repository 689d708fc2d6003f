import { isTaken } from '../file/read-file.ts';
import { jsonLine } from '../report/json/report-envelope.ts';
import { sandboxJson } from '../report/sandbox/sandbox-json.ts';
import { type InjectedFault, parseFault, type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { readDocuments } from '../workspace/document-files.ts';
import { platformFiles } from '../workspace/schema-files.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand } from './output.ts';

const DEFAULT_PLATFORM = 'lumoauth';

export const sandbox: Command = {
  name: 'sandbox',
  usage: '[ORGANIZATION…]',
  options: ['platform', 'port', 'file', 'fault', 'json'],
  optionHelp: { platform: 'the platform to run, by its name or its file (default: lumoauth)' },
  async run(context) {
    const settings = readSettings(context);
    if (!settings.ok) return failCommand(context, 'sandbox', settings.diagnostics);
    const { console, args } = context;
    // Heard from now on, so that a signal that comes early is not missed.
    const interrupted = untilInterrupted();
    let server: Sandbox;
    try {
      server = await startSandbox(settings.value);
    } catch (error) {
      const message = `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}`;
      return failCommand(context, 'sandbox', [
        diagnostic('file-unreadable', message, null, { hint: 'Try another --port or --file.' }),
      ]);
    }
    const { file, organizations } = settings.value;
    const name = args.text('platform') ?? DEFAULT_PLATFORM;
    const slugs = organizations.map(({ slug }) => slug);
    console.out(
      args.flag('json')
        ? jsonLine(sandboxJson({ url: server.url, platform: name, organizations: slugs, file }))
        : `${name} sandbox with ${slugs.join(', ')} on ${server.url}, kept in ${file}.\nThe token is in BYLAW_TOKEN. Ctrl-C ends it.`,
    );
    await interrupted;
    await server.close();
    return EXIT.clean;
  },
};

interface SandboxSettings {
  readonly platform: unknown;
  readonly file: string;
  readonly port: number;
  readonly token: string;
  readonly organizations: readonly { readonly slug: string; readonly name: string }[];
  readonly faults: readonly InjectedFault[];
}

/** Fails with usage, token-missing, unknown-platform. */
function readSettings({ args, environment }: CommandContext): Outcome<SandboxSettings> {
  const name = args.text('platform') ?? DEFAULT_PLATFORM;
  const platform = platformFileData(name);
  if (!platform.ok) return platform;
  const port = Number(args.text('port') ?? '7070');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return failure(diagnostic('usage', `--port ${args.text('port')} is not a port number.`, null));
  }
  const token = environment.BYLAW_TOKEN ?? '';
  if (token === '') {
    const hint = 'Set it to any text; the same variable is read by plan and apply.';
    return failure(diagnostic('token-missing', 'BYLAW_TOKEN is not set.', null, { hint }));
  }
  const faults: InjectedFault[] = [];
  for (const text of args.texts('fault')) {
    const fault = parseFault(text);
    if (typeof fault === 'string') return failure(diagnostic('usage', `--fault ${text}: ${fault}`, null));
    faults.push(fault);
  }
  const slugs = args.positionals.length === 0 ? ['acme'] : args.positionals;
  return success({
    platform: platform.value,
    file: args.text('file') ?? 'sandbox.db',
    port,
    token,
    organizations: slugs.map((slug) => ({ slug, name: slug })),
    faults,
  });
}

/**
 * A platform file as plain data, by the name of a platform that comes with Bylaw or by the path of a file of the user's
 * own: the sandbox shares nothing with the code that reads the same file for plans.
 */
export function platformFileData(name: string): Outcome<unknown> {
  const names = platformFiles().map((file) => ({ file, name: file.replace(/^.*[\\/]|\.yaml$/g, '') }));
  const own = /[\\/]|\.ya?ml$/.test(name) ? { file: name } : null;
  const found = own ?? names.find((platform) => platform.name === name);
  if (found === undefined || (own !== null && !isTaken(own.file))) {
    const hint = `Platforms: ${names.map((platform) => platform.name).join(', ')}.`;
    return failure(
      diagnostic('unknown-platform', `There is no platform ${JSON.stringify(name)}.`, null, { hint }),
    );
  }
  const documents = readDocuments(found.file, null);
  return documents.ok ? success(documents.value[0]?.value) : documents;
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
