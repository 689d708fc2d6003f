/** Secrets on the way to the console, whoever says them. */
import { expect, it } from 'vitest';
import { runCommandLine } from '../../src/command/run-command-line.ts';
import { redactingConsole, redactWorkspaceTokens } from '../../src/command/terminal/redacting-console.ts';
import type { WorkspaceDocument } from '../../src/policy/document-types.ts';

const TOKEN = 'tok-7f3Qz9vXw2-Lr8Kd1';

function listening() {
  const said: string[] = [];
  const say = (text: string | null): void => {
    if (text !== null) said.push(text);
  };
  return { said, console: { out: say, err: say, progress: say, colour: false, ask: null } };
}

it.each([
  ['a token in a variable that says so', { BYLAW_TOKEN: TOKEN }, TOKEN],
  ['in base64, behind a name', { BYLAW_TOKEN: TOKEN }, Buffer.from(`x:${TOKEN}`).toString('base64')],
  ['percent-encoded', { TF_HTTP_PASSWORD: 'p ss/wörd' }, encodeURIComponent('p ss/wörd')],
  ['of a proxy', { https_proxy: 'http://me:p4ssw0rd-9@proxy:3128' }, 'p4ssw0rd-9'],
  ['in a connection string', { PG_CONN_STR: 'postgres://me:p4ss/w0rd@db/states' }, 'p4ss/w0rd'],
])('%s is shown on no output', (_, environment, shown) => {
  const { said, console } = listening();
  const told = redactingConsole(console, environment);
  for (const say of [told.out, told.err, told.progress]) say(`it said (${shown}) again`);
  expect(said).toEqual(Array(3).fill('it said (***) again'));
});

it('the tokens of a workspace are hidden, whatever its variables are called', () => {
  const { said, console } = listening();
  const environment = { ACME: TOKEN };
  const told = redactingConsole(console, environment);
  const organizations = ['ACME', 'NOBODY'].map((name) => ({
    connector: 'access-api',
    settings: { 'token-env': name },
  }));
  const document = {
    organizations,
    journal: { file: null, webhook: null },
  } as unknown as WorkspaceDocument;
  redactWorkspaceTokens({ console: told, environment }, { document, connectors: new Map() });
  told.out(`${TOKEN}, ${encodeURIComponent(TOKEN)}`);
  expect(said).toEqual(['***, ***']);
});

it('what is no secret stays: names of authors, short values, everything else', () => {
  const { said, console } = listening();
  const environment = { GIT_AUTHOR_NAME: 'Ana Silva', BYLAW_TOKEN: 'acme', HOME: '/home/ana' };
  redactingConsole(console, environment).out('Ana Silva of acme in /home/ana');
  expect(said).toEqual(['Ana Silva of acme in /home/ana']);
});

it('a command that is not understood does not repeat a token either', async () => {
  const { said, console } = listening();
  const surroundings = { console, environment: { BYLAW_TOKEN: TOKEN }, now: () => new Date(0) };
  for (const words of [[TOKEN], ['check', `--${TOKEN}`], ['check', '--json', `--${TOKEN}`]])
    expect(await runCommandLine(words, surroundings)).toBe(1);
  expect(said).toHaveLength(3);
  expect(said.join()).not.toContain(TOKEN);
});
