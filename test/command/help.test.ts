/** The help of each command and the manual page: examples that the command itself understands, and no mistake in the page. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/command/command-table.ts';
import { formatFrom, optionsOf } from '../../src/command/format-option.ts';
import { examplesOf } from '../../src/command/help/command-examples.ts';
import { manualPage } from '../../src/command/help/manual-page.ts';
import { readArguments } from '../../src/command/options.ts';
import { workspaceOf } from './workspaces.ts';

/** As a shell would take a line apart, as far as examples go: quotes, and what goes to a file. */
const wordsOf = (line: string): readonly string[] =>
  [...line.replace(/ > \S+$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );

describe.each(Object.entries(COMMANDS))('%s', (name, { load }) => {
  it('has examples that it understands', async () => {
    const command = await load();
    expect(command.name).toBe(name);
    const examples = examplesOf(name);
    expect(examples.length).toBeGreaterThan(0);
    for (const { line, says } of examples) {
      const [program, called, ...rest] = wordsOf(line);
      expect([program, called]).toEqual(['bylaw', name]);
      expect(says).toMatch(/^[^A-Z].*[^.]$/);
      const args = readArguments(name, rest, optionsOf(command));
      expect(args, line).toMatchObject({ ok: true });
      if (args.ok) expect(formatFrom(command, args.value), line).toMatchObject({ ok: true });
    }
  });

  it('shows them in its help', async () => {
    const { status, out } = await workspaceOf({}).run(name, '--help');
    expect(status).toBe(0);
    for (const { line, says } of examplesOf(name)) expect(out).toContain(`  ${line}\n      ${says}`);
  });
});

describe('the manual page', () => {
  it('is in the package, and has every command and every option', async () => {
    const { man, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const page = readFileSync(man, 'utf8');
    expect(page).toBe(await manualPage(version));
    for (const { load } of Object.values(COMMANDS)) {
      const command = await load();
      expect(page).toContain(`.SS "bylaw ${command.name}`);
      for (const option of optionsOf(command)) {
        expect(page).toContain(`.B "\\-\\-${option.replaceAll('-', String.raw`\-`)}`);
      }
    }
  });

  it('a reader of manual pages finds nothing wrong with it, and shows it', async ({ skip }) => {
    const { man } = JSON.parse(readFileSync('package.json', 'utf8'));
    const read = (...words: readonly string[]) => spawnSync('mandoc', [...words, man], { encoding: 'utf8' });
    skip(read('-T', 'lint').error !== undefined, 'needs mandoc');
    // The page has no date: a build of the same source gives the same bytes.
    const found = read('-T', 'lint', '-W', 'warning').stdout.split('\n');
    expect(found).toEqual([expect.stringContaining('WARNING: missing date, using "": TH'), '']);
    const shown = read('-T', 'ascii').stdout.replaceAll(new RegExp(`.${'\b'}`, 'g'), '');
    expect(shown).toContain('bylaw diff --base origin/main');
    expect(shown).toContain('--lock-timeout DURATION');
  });
});
