/** Completions as the shells themselves give them, from the script that Bylaw prints. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/command-table.ts';
import { optionsOf } from '../../src/command/format-option.ts';
import { workspaceOf } from './workspaces.ts';

const folder = mkdtempSync(join(tmpdir(), 'bylaw-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'plans of march'));
writeFileSync(join(folder, 'plan.bylaw'), '');
const environment = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', TERM: 'dumb' };

const isThere = (shell: string) => spawnSync(shell, ['-c', ':'], { env: environment }).status === 0;

async function scriptOf(shell: string): Promise<string> {
  const { status, out } = await workspaceOf({}).run('completion', shell);
  expect(status).toBe(0);
  const file = join(folder, `bylaw.${shell}`);
  writeFileSync(file, out);
  return file;
}

const runShell = (shell: string, ...words: readonly string[]) =>
  execFileSync(shell, words, {
    env: environment,
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGS,
  });

/** Milliseconds. */
const HANGS = 120_000;

/** What each shell offers for the last word of a line. */
const OFFERED: Readonly<Record<string, (script: string, line: string) => readonly string[]>> = {
  bash: (script, line) => {
    // Bash makes words of the equals sign too.
    const words = line.split(/ |(?==)|(?<==)/);
    const asked = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bylaw; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return runShell('bash', '--norc', '-c', asked, 'bash', script, ...words)
      .split('\n')
      .filter((word) => word !== '');
  },
  fish: (script, line) =>
    runShell('fish', '--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', script, line)
      .split('\n')
      .map((offer) => offer.split('\t')[0] ?? '')
      .filter((word) => word !== ''),
  zsh: (script, line) => {
    // Only a shell at a terminal completes. What would be shown is written down instead, and then it ends.
    const offers = join(folder, 'offers');
    writeFileSync(offers, '');
    writeFileSync(
      join(folder, '.zshrc'),
      `
autoload -U compinit; compinit -u -D
source ${script}
PROMPT='READY>'
bindkey '^I' complete-word
compadd() {
  # Not an offer, but a look at what would be one.
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a offered
  builtin compadd -O offered "$@"
  print -rl -- $offered >> ${offers}
  builtin compadd "$@"
}
finish() { exit 0 }
comppostfuncs=(finish)
`,
    );
    const terminal = `
zmodload zsh/zpty
export ZDOTDIR=$1
zpty shell zsh -o NO_GLOBAL_RCS -i
zpty -r -m shell seen '*READY>*'
zpty -w -n shell "$2"$'\\t'
while zpty -r shell seen; do :; done
`;
    runShell('zsh', '-f', '-c', terminal, 'zsh', folder, line);
    return readFileSync(offers, 'utf8')
      .split('\n')
      .filter((word) => word !== '');
  },
};

const LINES: readonly (readonly [line: string, ...offered: readonly string[]])[] = [
  ['bylaw pl', 'plan'],
  ['bylaw completion ', 'bash', 'fish', 'zsh'],
  ['bylaw access w', 'what', 'who', 'why'],
  ['bylaw plan --en', '--engine'],
  ['bylaw plan --engine e', 'embedded'],
  ['bylaw expiring --format j', 'json'],
  ['bylaw demo --engine t', 'terraform', 'tofu'],
  ['bylaw check --all', ...[]],
  ['bylaw apply plan.', 'plan.bylaw'],
  ['bylaw import --from p', 'peribolos'],
  ['bylaw nonsense --', ...[]],
];

describe.each(Object.keys(OFFERED))('%s', (shell) => {
  beforeEach(({ skip }) => skip(!isThere(shell), `needs ${shell}`));

  it('reads the script without a word', async () => {
    expect(
      spawnSync(shell, ['-n', await scriptOf(shell)], { env: environment, encoding: 'utf8' }),
    ).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it.each(LINES)('%s', async (line, ...offered) => {
    const script = await scriptOf(shell);
    const found = OFFERED[shell]?.(script, line) ?? [];
    expect([...new Set(found.map((word) => word.replace(/=$/, '').trimEnd()))].sort()).toEqual(
      [...offered].sort(),
    );
  });

  it('offers every command, and every option of each', async () => {
    const script = await scriptOf(shell);
    const commands = OFFERED[shell]?.(script, 'bylaw ') ?? [];
    expect(commands).toEqual(expect.arrayContaining(Object.keys(COMMANDS)));
    for (const [name, { load }] of Object.entries(COMMANDS)) {
      const options = optionsOf(await load()).filter((option) => option !== 'allow-mass-removal');
      const found = (OFFERED[shell]?.(script, `bylaw ${name} --`) ?? []).map((word) =>
        word.replace(/=$/, ''),
      );
      expect(found).toEqual(expect.arrayContaining(options.map((option) => `--${option}`)));
    }
  });
});

it('the script is a report too, and another shell is a mistake with a way out', async () => {
  const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
  const { out } = await workspaceOf({}).run('completion', 'zsh', '--json');
  expect(new Ajv2020({ strict: false }).compile(schema)(JSON.parse(out))).toBe(true);
  expect(await workspaceOf({}).run('completion', 'zhs')).toMatchObject({
    status: 1,
    err: expect.stringContaining('There are no completions for "zhs".'),
  });
  expect((await workspaceOf({}).run('completion')).err).toContain('For which shell?');
});
