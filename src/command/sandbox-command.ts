import { isTaken } from '../file/read-file.ts';
import { jsonLine } from '../report/json/report-envelope.ts';
import { sandboxJson } from '../report/sandbox/sandbox-json.ts';
import { type InjectedFault, parseFault, type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { DEFAULT_CONNECTOR } from '../source/connection-defaults.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { readDocuments } from '../workspace/document-files.ts';
import { platformFiles } from '../workspace/schema-files.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand } from './output.ts';

const DEFAULT_PLATFORM = 'lumoauth';

export const sandbox: Command<'json'> = {
  name: 'sandbox',
  usage: '[ORGANIZATION…]',
  options: ['platform', 'connector', 'port', 'file', 'fault'],
  formats: ['text', 'json'],
  optionHelp: {
    platform: 'the platform to run, by its name or its file (default: lumoauth)',
    connector: `which API to serve: ${DEFAULT_CONNECTOR}, or github for that of api.github.com, in memory (default: ${DEFAULT_CONNECTOR})`,
  },
  async run(context) {
    const settings = readSettings(context);
    if (!settings.ok) return failCommand(context, 'sandbox', settings.diagnostics);
    const { console, args } = context;
    const api = apiToServe(context);
    if (!api.ok) return failCommand(context, 'sandbox', api.diagnostics);
    // Heard from now on, so that a signal that comes early is not missed.
    const interrupted = untilInterrupted();
    let server: Pick<Sandbox, 'url' | 'close'>;
    try {
      server =
        api.value === 'github' ? await startGithub(settings.value) : await startSandbox(settings.value);
    } catch (error) {
      const message = `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}`;
      return failCommand(context, 'sandbox', [
        diagnostic('file-unreadable', message, null, { hint: 'Try another --port or --file.' }),
      ]);
    }
    const { organizations } = settings.value;
    const file = api.value === 'github' ? ':memory:' : settings.value.file;
    const name = args.text('platform') ?? DEFAULT_PLATFORM;
    const slugs = organizations.map(({ slug }) => slug);
    console.out(
      context.format === 'json'
        ? jsonLine(sandboxJson({ url: server.url, platform: name, organizations: slugs, file }))
        : `${name} sandbox with ${slugs.join(', ')} on ${server.url}, ${api.value === 'github' ? IN_MEMORY : `kept in ${file}`}.\nThe token is in BYLAW_TOKEN. Ctrl-C ends it.`,
    );
    await interrupted;
    await server.close();
    return EXIT.clean;
  },
};

const IN_MEMORY = "which speaks GitHub's API and is kept in memory";

/** Fails with usage: GitHub's API is GitHub's alone, and is served from memory. */
function apiToServe({ args }: CommandContext): Outcome<'access-api' | 'github'> {
  const connector = args.text('connector') ?? DEFAULT_CONNECTOR;
  if (connector === DEFAULT_CONNECTOR) return success('access-api');
  const usage = (message: string, hint: string) =>
    failure<never>(diagnostic('usage', message, null, { hint }));
  if (connector !== 'github') {
    return usage(
      `--connector ${connector}: the sandbox does not serve it.`,
      `Give ${DEFAULT_CONNECTOR} or github.`,
    );
  }
  if (args.text('platform') !== 'github') {
    return usage('--connector github goes with --platform github.', 'Add --platform github.');
  }
  if (args.text('file') !== null) {
    return usage('--connector github keeps nothing in a file.', 'Leave --file out.');
  }
  return success('github');
}

/** Each organization has the owner that the token belongs to, and every login is somebody's. Loaded only here. */
async function startGithub({ organizations, token, port, faults }: SandboxSettings) {
  const { startGithubStandIn } = await import('../sandbox/github/github-stand-in.ts');
  const owner = 'sandbox-owner';
  return startGithubStandIn({
    port,
    faults,
    everybodyExists: true,
    controlToken: token,
    seed: {
      tokens: [{ value: token, login: owner, scopes: ['admin:org', 'repo', 'user', 'read:audit_log'] }],
      organizations: organizations.map(({ slug }) => ({ login: slug, plan: 'enterprise', owners: [owner] })),
    },
  });
}

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
  const token = environment.BYLAW_TOKEN;
  if (!token) {
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
