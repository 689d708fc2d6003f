/** What pages refer to is there: other pages and their headings, codes, variables, commands, options, keys. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Command } from '../../src/command/command.ts';
import { COMMANDS } from '../../src/command/command-table.ts';
import { optionsOf } from '../../src/command/format-option.ts';
import { LINT_CODES } from '../../src/compile/lint/lint-rules.ts';
import { CODES } from '../../src/source/codes/codes.ts';

const PAGES: readonly string[] = ['.', 'docs', 'examples', 'bench']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
  .sort();
const texts = new Map(PAGES.map((page) => [page, readFileSync(page, 'utf8')]));

/** Pages people write: the others are printed from tables, and held to be what the tables say. */
const WRITTEN = PAGES.filter(
  (page) => !/^docs\/(platforms|provider)\/|^docs\/(diagnostics|lint)\.md$/.test(page),
);

const text = (page: string): string => texts.get(page) ?? '';
const blocks = (page: string): readonly (readonly [language: string, body: string])[] =>
  [...text(page).matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].map(([, language = '', body = '']) => [
    language,
    body,
  ]);
const prose = (page: string): string => text(page).replace(/^ *```[\s\S]*?^ *```/gm, '');
const inCode = (page: string): readonly string[] =>
  [...prose(page).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = '']) => code);

/** As GitHub names the anchors of headings. */
function anchors(page: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#+ (.*)$/gm)) {
    const name = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = name;
    for (let again = 1; found.has(anchor); again += 1) anchor = `${name}-${again}`;
    found.add(anchor);
  }
  return found;
}

function filesOf(...folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => !file.includes('node_modules') && statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

it('there are pages', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/engines.md', 'docs/provider/README.md']));
});

it.each(PAGES)('%s links to what is there', (page) => {
  const broken = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^https:\/\//.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const to = path === '' ? page : join(dirname(page), path);
    if (!existsSync(to)) return [target];
    return anchor === undefined || anchors(to).has(anchor) ? [] : [target];
  });
  expect(broken).toEqual([]);
});

describe('codes', () => {
  const known = new Set<string>([...Object.keys(CODES), ...LINT_CODES]);

  it.each(WRITTEN)('%s names none that there is not', (page) => {
    const told = [...text(page).matchAll(/\b(?:error|warning)\[([a-z-]+)\]/g)].map(([, code = '']) => code);
    const tables = [...prose(page).matchAll(/^\| code \|.*\n\|[-| :]*\n((?:\|.*\n)*)/gm)]
      .flatMap(([, rows = '']) => [...rows.matchAll(/^\| `([a-z-]+)`/gm)])
      .map(([, code = '']) => code);
    const kin = inCode(page).filter((code) => /^(engine|state|plan-file|file)(-[a-z]+)+$/.test(code));
    // The platform's own refusals, which docs/access-api.md lists, are another closed list.
    const own = page === 'docs/access-api.md' ? told : [...told, ...tables, ...kin];
    expect(own.filter((code) => !known.has(code))).toEqual([]);
  });

  it.each([
    ['docs/engines.md', /^engine-/],
    ['docs/state.md', /^state-/],
  ])('%s tells of each of its own', (page, kin) => {
    const of = [...known].filter((code) => kin.test(code));
    expect(of.length).toBeGreaterThan(3);
    expect(of.filter((code) => !prose(page).includes(`\`${code}\``))).toEqual([]);
  });

  it('each code of the table of engines has a row, by the severity it has', () => {
    const rows = [...prose('docs/engines.md').matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code);
    expect(new Set(rows).size).toBe(rows.length);
    expect([...known].filter((code) => /^engine-/.test(code) && !rows.includes(code))).toEqual([]);
  });
});

/** Other people's: packages, programs, variables, names out of an example. */
const ELSEWHERE = new Set([
  'better-sqlite3',
  // Of the files for CI servers in examples/.
  'bylaw-apply',
  'bylaw-check',
  'bylaw-plan',
  'ubuntu-latest',
  'cdktf-cli',
  'https-proxy-agent',
  'node-sqlite3-wasm',
  'nvim-lspconfig',
  'yaml-language-server',
  'sign-in',
  'SSL_CERT_FILE',
]);

describe('names', () => {
  const ours = filesOf('src', 'schemas');
  const tests = filesOf('test', 'bench', 'examples', 'build');

  it.each(WRITTEN)('%s writes names as code that the code has, too', (page) => {
    const names = inCode(page).filter((code) => /^[a-z]+(-[a-z0-9]+)+$/.test(code) && !ELSEWHERE.has(code));
    expect(names.filter((name) => !ours.includes(name))).toEqual([]);
  });

  it.each(WRITTEN)('%s names variables that something reads', (page) => {
    const names = [...text(page).matchAll(/\b[A-Z][A-Z0-9]*_(?:[A-Z0-9_]+|(?=\*))/g)].map(([name]) => name);
    const set = [...text(page).matchAll(/^ *token-env: (\S+)/gm)].map(([, name]) => name);
    const unread = names.filter(
      (name) => !ours.includes(name) && !tests.includes(name) && !set.includes(name) && !ELSEWHERE.has(name),
    );
    expect([...new Set(unread)]).toEqual([]);
  });
});

describe('command lines', async () => {
  const commands = new Map<string, Command>();
  for (const [name, { load }] of Object.entries(COMMANDS)) commands.set(name, await load());

  it('have the names that the table of commands has', () => {
    for (const [name, command] of commands) expect(command.name).toBe(name);
  });

  it.each(WRITTEN)('%s shows commands and options that there are', (page) => {
    const lines = [...inCode(page), ...blocks(page).flatMap(([, body]) => body.split('\n'))];
    const wrong = lines.flatMap((line) => {
      const [, name = '', rest = ''] = /^(?:\$ )?(?:npx )?bylaw ([a-z]+)([^#>&]*)/.exec(line) ?? [];
      if (name === '') return [];
      const command = commands.get(name);
      if (command === undefined) return [line];
      const options = [...rest.matchAll(/--([a-z][a-z-]*)/g)].map(([, option = '']) => option);
      return options.every((option) => option === 'help' || optionsOf(command).some((one) => one === option))
        ? []
        : [line];
    });
    expect(wrong).toEqual([]);
  });
});

describe('blocks', () => {
  it.each(WRITTEN)('%s holds YAML and JSON that can be read', (page) => {
    for (const [language, body] of blocks(page)) {
      if (language === 'json') expect(() => JSON.parse(body), body).not.toThrow();
      if (language !== 'yaml') continue;
      expect(
        parseAllDocuments(body).flatMap(({ errors }) => errors.map(String)),
        body,
      ).toEqual([]);
    }
  });

  it.each(WRITTEN)('%s holds shell that can be read', (page) => {
    for (const [language, body] of blocks(page)) {
      if (language === 'sh') expect(() => execFileSync('sh', ['-n', '-c', body]), body).not.toThrow();
    }
  });
});
