import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoScene, demoJson } from '../report/demo/demo-json.ts';
import { jsonText } from '../report/json/report-envelope.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand } from './output.ts';
import { platformFileData } from './sandbox-command.ts';
import { listenForInterruption } from './session/interruption.ts';
import type { Console } from './terminal/console.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/lumoauth/');

export const demo: Command<'json'> = {
  name: 'demo',
  usage: '',
  options: ['engine'],
  formats: ['text', 'json'],
  async run(context) {
    const platform = platformFileData('lumoauth');
    if (!platform.ok) return failCommand(context, 'demo', platform.diagnostics);
    const folder = mkdtempSync(join(tmpdir(), 'bylaw-demo-'));
    const token = randomBytes(24).toString('base64url');
    const outsider = randomBytes(24).toString('base64url');
    const before = process.cwd();
    let platformServer: Sandbox | null = null;
    // Whoever has seen enough still gets a clean machine: the scene at hand ends, then everything is put away.
    const interruption = listenForInterruption(context.console);
    try {
      cpSync(EXAMPLE, folder, { recursive: true });
      // As a user would stand: the commands shown are the commands run, and places are short.
      process.chdir(folder);
      platformServer = await startSandbox({
        platform: platform.value,
        file: join(folder, 'platform.db'),
        token: { value: token, name: 'bylaw' },
        tokens: [{ value: outsider, name: 'pat (web console)' }],
        organizations: [{ slug: 'acme', name: 'Acme Industries' }],
      });
      return await play(context, platformServer.url, token, outsider, interruption.stopped);
    } finally {
      interruption.end();
      process.chdir(before);
      await platformServer?.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Scene {
  readonly says: string;
  readonly words: readonly string[];
  readonly expects: ExitCode;
}

async function play(
  context: CommandContext,
  url: string,
  token: string,
  outsider: string,
  stopped: () => boolean,
): Promise<ExitCode> {
  const { args } = context;
  const quiet = context.format === 'json';
  const console: Console = quiet ? { ...context.console, out: () => {}, err: () => {} } : context.console;
  const played: DemoScene[] = [];
  const end = (complete: boolean): ExitCode => {
    if (quiet) context.console.out(jsonText(demoJson(played, complete)));
    return complete ? EXIT.clean : EXIT.error;
  };
  const engine = args.text('engine');
  const chosen = engine === null ? [] : ['--engine', engine];
  const act = async ({ says, words, expects }: Scene): Promise<boolean> => {
    console.out(`\n── ${says}\n$ bylaw ${words.join(' ')}\n`);
    const here = words[0] === 'plan' || words[0] === 'apply' ? [...words, ...chosen] : words;
    const remote = words[0] === 'check' || words[0] === 'access' ? [] : ['--url', url];
    const status = await context.run([...here, ...remote], {
      ...context,
      // The demo talks, it does not ask; and its own token reaches only its own platform.
      console: { ...console, ask: null },
      environment: { ...context.environment, BYLAW_TOKEN: token },
    });
    played.push({ says, words, status, expected: expects });
    if (stopped()) {
      console.err('\nInterrupted: the platform is stopped and nothing is left behind.');
      return false;
    }
    if (status === expects) return true;
    console.err(`\nThe demo expected status ${expects} here and saw ${status}.`);
    return false;
  };
  console.out(
    `A platform with an empty organization runs on ${url}; the documents are those of examples/lumoauth.`,
  );
  const first: readonly Scene[] = [
    { says: 'Are the documents valid?', words: ['check'], expects: EXIT.clean },
    { says: 'Who would gain what?', words: ['plan'], expects: EXIT.changes },
    { says: 'Apply it, and prove it.', words: ['apply'], expects: EXIT.clean },
    { says: 'A second plan has nothing to do.', words: ['plan'], expects: EXIT.clean },
  ];
  for (const scene of first) if (!(await act(scene))) return end(false);

  console.out('\n── Outside Bylaw, Pat makes Hugo an administrator and takes Emil off the platform team.');
  await meddle(url, outsider);

  const second: readonly Scene[] = [
    { says: 'What happened, who did it, and what does it mean?', words: ['drift'], expects: EXIT.changes },
    { says: 'Heal it.', words: ['apply'], expects: EXIT.clean },
    { says: 'Nothing has drifted any more.', words: ['drift'], expects: EXIT.clean },
    {
      says: 'Why may Gita write documents?',
      words: ['access', 'why', 'gita@acme.example', 'documents:write', 'acme'],
      expects: EXIT.clean,
    },
  ];
  for (const scene of second) if (!(await act(scene))) return end(false);
  console.out('\nThat was Bylaw. The platform is stopped and nothing is left behind.');
  return end(true);
}

/** Somebody with a token of their own, using the platform's API as its web console would. */
async function meddle(url: string, token: string): Promise<void> {
  const base = `${url}/orgs/acme/api/v1`;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
    return response.status === 204 ? null : response.json();
  };
  const idOf = async (path: string): Promise<string> => {
    const page = (await ask('GET', path)) as { readonly items: readonly { readonly id: string }[] };
    const [found] = page.items;
    if (found === undefined) throw new Error(`${path} found nothing`);
    return found.id;
  };
  const hugo = await idOf('/members?key=hugo@acme.example');
  const emil = await idOf('/members?key=emil@acme.example');
  const admin = await idOf('/roles?slug=admin');
  const team = await idOf('/groups?slug=platform');
  const organization = await idOf('/scopes?slug=acme');
  await ask('PUT', `/scopes/${organization}/assignments/member/${hugo}`, { roleIds: [admin] });
  await ask('DELETE', `/groups/${team}/members/${emil}`);
}
