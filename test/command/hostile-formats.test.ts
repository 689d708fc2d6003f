/** Every command in every format that it has, of things that are called what somebody means ill by. */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/command/command.ts';
import { COMMANDS } from '../../src/command/command-table.ts';
import { TABLE_NAMES } from '../../src/page/tables/page-table.ts';
import { FORMATS, type Format } from '../../src/report/format.ts';
import { HOSTILE_NAMES } from '../report/hostile-names.ts';
import { EMBEDDED } from './bylaw.ts';
import { meddle } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { document, organization, type Stage, stageOf } from './workspaces.ts';

const AT = ['--at', '2026-06-15T12:00:00Z'];
const ALL = HOSTILE_NAMES.map(({ name }) => name);
/** Documents take no control characters and no overrides of direction: those are only live. */
const WRITABLE = ALL.filter((name) => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(name));
const text = (name: string): string => JSON.stringify(name);

const body = (names: readonly string[]): string => `title: ${text(names[0] ?? '')}
members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example:
groups:
${names
  .map(
    (name, at) =>
      `  g${at}:\n    title: ${text(name)}\n    members: [{ member: bo@acme.example, until: 2026-07-01, reason: ${text(name)} }]\n    roles: [editor]`,
  )
  .join('\n')}
roles:
${names.map((name, at) => `  r${at}: { title: ${text(name)}, permissions: [users:read] }`).join('\n')}
`;

const expectations = `apiVersion: bylaw/v1
kind: Expectations
organization: acme
expectations:
${WRITABLE.map((name) => `  ${text(name)}:\n    members: bo@acme.example\n    can: users:delete\n    on: acme\n    reason: ${text(name)}`).join('\n')}
`;

const rules = `apiVersion: bylaw/v1
kind: Rules
organizations: "*"
acknowledged-drift:
${WRITABLE.map((name, at) => `  ${text(name)}: { fact: "group:acme/g${at}#title", kind: changed, live: ${text(name)}, reason: ${text(name)}, owner: ${text(name)}, until: 2026-07-01 }`).join('\n')}
`;

/** A command line of each command that prints names. */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [AT],
  plan: [[...EMBEDDED.words, ...AT]],
  diff: [['--base', 'before', ...AT]],
  assert: [['no-new-access', '--base', 'before', ...AT]],
  drift: [AT],
  history: [[]],
  expiring: [['--within', '90d', ...AT]],
  reviews: [AT],
  report: [AT],
  access: [
    ['who', 'documents:write', 'acme', ...AT],
    ['what', 'bo@acme.example', ...AT],
    ['why', 'bo@acme.example', 'documents:write', 'acme', ...AT],
    ['why', 'bo@acme.example', 'users:delete', 'acme', ...AT],
    ['why', '@everyone', '<b>', '=1+1', ...AT],
  ],
  import: [['acme', '--platform', 'lumoauth', '--diff']],
  undo: [['nothing.jsonl']],
  review: [['--base', 'before', '--forge', 'none', ...AT]],
  extend: [['bo@acme.example in group g0', '--until', '2026-08-01', ...AT]],
  doctor: [[...EMBEDDED.words]],
  init: [['acme', '--platform', 'lumoauth', '--directory', 'begun', '--forge', 'none', '--dry-run', ...AT]],
  // The last of them: it changes what the others look at.
  apply: [[...EMBEDDED.words, '--yes', '--allow-failed-expectations', ...AT]],
};

/** Those that reach the platform without a workspace. */
const BY_URL: readonly string[] = ['import', 'init'];

/** What they say of this workspace is an error: an expectation that does not hold, a name that no document can have. */
const MAY_FAIL: readonly string[] = ['undo', 'import', 'review'];

/** They print none that a user or a platform chose, or have tests of their own for that. */
const OTHERS = ['decide', 'schema', 'synth', 'provider', 'sandbox', 'connector', 'completion', 'demo'];

async function everyOutput(
  made: Stage,
  format: Format,
): Promise<readonly { readonly of: string; readonly text: string }[]> {
  const found: { of: string; text: string }[] = [];
  for (const [name, lines] of Object.entries(LINES)) {
    const entry = COMMANDS[name];
    if (entry === undefined) throw new Error(name);
    const command: Command = await entry.load();
    if (!command.formats.some((one) => one === format)) continue;
    // CSV holds one table at a time.
    const tables = format === 'csv' ? TABLE_NAMES.map((table) => ['--table', table, ...AT]) : [];
    for (const line of [...lines, ...tables]) {
      const words = BY_URL.includes(name) ? [...line, '--url', made.platform.url] : line;
      const of = [name, ...words, '--format', format].join(' ');
      const { status, out, err } = await made.run(name, ...words, '--format', format);
      // Most are results; some are messages with names in them, and import shows what it can and tells the rest.
      const isAsked = MAY_FAIL.includes(name) || words.includes('@everyone') || of.endsWith('junit');
      if (!isAsked && status === 1) throw new Error(`${of}\n${out}${err}`);
      found.push({ of, text: out }, { of: `${of}, on stderr`, text: err });
    }
  }
  expect(found.length).toBeGreaterThan(0);
  return found.filter((one) => one.text !== '');
}

/** By Unicode's own properties, rather than by a list of ours. */
const INVISIBLE = /(?!\n)\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** What GitHub, Azure Pipelines and TeamCity would run out of a log. */
const COMMAND_OF_A_LOG = /^\s*::[a-z]|##[a-z]*\[/im;

async function called(): Promise<Stage> {
  const files = organization(body(WRITABLE));
  files.write('access/expectations.yaml', expectations);
  files.write('access/rules.yaml', rules);
  files.write('access/meant.yaml', EVERYTHING_MEANT);
  for (const file of ['bylaw.yaml', 'access/expectations.yaml'])
    files.write(`before/${file}`, files.read(file));
  files.write('before/access/acme.yaml', document(body([...WRITABLE].reverse().slice(2))));
  const made = await stageOf(files, {
    seed: { organization: 'acme', members: [{ key: 'ana@acme.example' }, { key: 'bo@acme.example' }] },
  });
  for (const [at, name] of ALL.entries()) {
    // One that the platform itself does not take is nothing that can come from it.
    await meddle(made, 'POST', '/groups', { slug: `g${at}`, name }).catch(() => null);
  }
  return made;
}

const noneHolds = (found: readonly { readonly of: string; readonly text: string }[], bad: RegExp): void => {
  for (const { of, text } of found) {
    const hit = bad.exec(text);
    const near = hit === null ? null : text.slice(Math.max(0, hit.index - 40), hit.index + 60);
    expect([of, near]).toEqual([of, null]);
  }
};

/** Text as a parser of XML hands it on. */
const unescaped = (xml: string): string =>
  xml.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '',
  );

/** What is harmless in each format; a format that is not in it does not compile. */
const JUDGES: Readonly<
  Record<Format, (found: readonly { readonly of: string; readonly text: string }[]) => void>
> = {
  text: () => {},
  markdown: (found) => {
    const CODE = /<code>[^<]*<\/code>|(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g;
    const outside = found
      .filter(({ of }) => !of.endsWith('on stderr'))
      .map(({ of, text }) => {
        const blocks = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '');
        return { of, text: blocks.replace(CODE, 'x').replace(/<\/?(?:details|summary|sub)>|<br>/g, '') };
      });
    noneHolds(outside, /@|https?:|www\.|\]\(|`|#\d|GH-\d|[<>]/);
  },
  json: (found) => {
    for (const { of, text } of found.filter((one) => !one.of.endsWith('on stderr')))
      expect([of, typeof JSON.parse(text)]).toEqual([of, 'object']);
  },
  sarif: (found) => {
    const messages = found.flatMap(({ of, text }) => {
      const { runs } = JSON.parse(text);
      return runs[0].results.flatMap(
        (one: {
          readonly message: { readonly text: string };
          readonly relatedLocations: readonly { readonly message: { readonly text: string } }[];
        }) => [
          { of, text: one.message.text },
          ...one.relatedLocations.map(({ message }) => ({ of, text: message.text })),
        ],
      );
    });
    expect(messages.length).toBeGreaterThan(WRITABLE.length);
    // As a viewer shows them, and so without the escapes of JSON.
    noneHolds(messages, INVISIBLE);
    noneHolds(messages, /(?<!\\)\[[^\]]*\]\(/);
  },
  junit: (found) => {
    for (const { of, text } of found) {
      const bare = text.replace(
        /<\/?(?:testsuites?|testcase|failure|error|properties|property|system-out)(?: [a-z]+="[^"<]*")*\/?>|<\?xml [^>]*\?>/g,
        '',
      );
      expect([of, /[<>]/.exec(bare)?.input.slice(0, 200) ?? null]).toEqual([of, null]);
      noneHolds([{ of, text: unescaped(text) }], INVISIBLE);
    }
  },
  html: (found) => {
    for (const { of, text } of found) {
      const [before = ''] = text.split('<script type="application/json"');
      const page = text.includes('id="facts"') ? before : text;
      noneHolds([{ of, text: page }], /<img|<script>alert|<b>x|onload="/i);
      const facts = /<script type="application\/json" id="facts">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';
      noneHolds([{ of, text: facts }], /[<>&]/);
    }
  },
  csv: (found) => {
    for (const { of, text } of found) {
      const cells = [...text.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,\n]*)/gm)].map(([, cell = '']) =>
        cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      );
      expect(cells.length).toBeGreaterThan(5);
      const run = cells.filter((cell) => /^\s*[=+\-@\t\r]/.test(cell));
      expect([of, run]).toEqual([of, []]);
    }
  },
};

describe('things with hostile names are harmless', () => {
  it.each(FORMATS)('in %s, of every command that has it', async (format) => {
    const found = await everyOutput(await called(), format);
    // A page is drawn by a browser: what there is in it as data is spelled out too.
    noneHolds(found, INVISIBLE);
    if (format !== 'html' && format !== 'csv') noneHolds(found, COMMAND_OF_A_LOG);
    JUDGES[format](found);
  });

  it('and every command is looked at, or is one of those that are not', () => {
    expect(Object.keys(COMMANDS).filter((name) => !(name in LINES) && !OTHERS.includes(name))).toEqual([]);
  });
});
