/** Every command in every format: what it prints in one, and that problems are told in all of them. */

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/command/command.ts';
import { COMMANDS } from '../../src/command/command-table.ts';
import { formatNamed } from '../../src/command/format-option.ts';
import { runCommandLine } from '../../src/command/run-command-line.ts';
import { FORMATS, type Format } from '../../src/report/format.ts';
import { EMBEDDED } from './bylaw.ts';
import { lumoauthExample, organization, stageOf, workspaceOf } from './workspaces.ts';

const NAMES = Object.keys(COMMANDS);

/** A command line of each command that comes to nothing in an empty folder, without a platform. */
const FAILING: Readonly<Record<string, readonly string[]>> = {
  check: [],
  plan: [],
  apply: [],
  drift: [],
  report: [],
  history: [],
  undo: ['nothing.jsonl'],
  access: ['who', 'documents:read', 'acme'],
  schema: ['nonsense'],
  import: [],
  synth: [],
  provider: ['nonsense'],
  sandbox: ['--platform', 'nonsense'],
  demo: ['--nonsense'],
};

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

/** The codes of the problems in a text of a format, and that it is one. */
const PROBLEMS: Readonly<Record<Format, (text: string) => readonly string[]>> = {
  text: (text) => [...text.matchAll(/^(?:error|warning|note)\[([a-z-]+)\]/gm)].map(([, code = '']) => code),
  markdown: (text) => {
    expect(text).toMatch(/^\*\*/);
    return [...text.matchAll(/^\| (?:error|warning|note) `([a-z-]+)`/gm)].map(([, code = '']) => code);
  },
  json: (text) => {
    const report = JSON.parse(text);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    return report.diagnostics.map(({ code }: { readonly code: string }) => code);
  },
  sarif: (text) => {
    const { version, runs } = JSON.parse(text);
    expect(version).toBe('2.1.0');
    expect(runs).toHaveLength(1);
    const [{ tool, results }] = runs;
    for (const { ruleId, ruleIndex, level, message, locations } of results) {
      expect(tool.driver.rules[ruleIndex]).toMatchObject({
        id: ruleId,
        shortDescription: { text: expect.stringMatching(/\.$/) },
        help: { text: expect.stringMatching(/\.$/) },
      });
      expect(['error', 'warning', 'note']).toContain(level);
      expect(message.text).not.toBe('');
      for (const { physicalLocation } of locations) {
        expect(physicalLocation.region.startLine).toBeGreaterThan(0);
        expect(physicalLocation.artifactLocation.uri).not.toMatch(/[\\ ?#]/);
      }
    }
    return results.map(({ ruleId }: { readonly ruleId: string }) => ruleId);
  },
  junit: (text) => {
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /);
    expect(text).toMatch(/<\/testsuites>\n$/);
    return [...text.matchAll(/<error message="[^"]*" type="([a-z-]+)">/g)].map(([, code = '']) => code);
  },
  html: (text) => PROBLEMS.text(text),
  csv: (text) => PROBLEMS.text(text),
};

/** Problems are text on stderr: a file of people or a page is no place for them. */
function isTold(format: Format): boolean {
  return format === 'text' || format === 'html' || format === 'csv';
}

async function commandOf(name: string): Promise<Command> {
  const entry = COMMANDS[name];
  if (entry === undefined) throw new Error(name);
  return entry.load();
}

const EACH = NAMES.flatMap((name) => FORMATS.map((format) => [name, format] as const));

describe('a command that cannot do what it is asked says so in the format that is asked for:', () => {
  it.each(EACH)('%s --format %s', async (name, format) => {
    const { formats } = await commandOf(name);
    const { status, out, err } = await workspaceOf({}).run(
      name,
      ...(FAILING[name] ?? []),
      '--format',
      format,
    );
    expect(status).toBe(1);
    const codes = PROBLEMS[format](isTold(format) ? err : out);
    expect(isTold(format) ? out : err).toBe('');
    expect(codes).toHaveLength(1);
    // What it never prints, it cannot be asked for; that is told in the same format.
    if (!formats.some((one) => one === format)) expect(codes).toEqual(['usage']);
  });

  it('and every command has text and says what it prints in its help', async () => {
    for (const name of NAMES) {
      const formats: readonly Format[] = (await commandOf(name)).formats;
      const help = (await workspaceOf({}).run(name, '--help')).out;
      expect(help).toContain(`print in this format: ${formats.join(', ')} (default: text)`);
      expect(help.includes('--json')).toBe(formats.includes('json'));
      expect(help.includes('--markdown')).toBe(formats.includes('markdown'));
    }
  });

  it.each(FORMATS)('a command that there is not, in %s', async (format) => {
    const { status, out, err } = await workspaceOf({}).run('plam', '--format', format);
    expect(status).toBe(1);
    expect(PROBLEMS[format](isTold(format) ? err : out)).toEqual(['usage']);
  });

  it.each(FORMATS)('a crash, in %s', async (format) => {
    const said = { out: '', err: '' };
    const console = {
      out: (text: string) => {
        said.out += text;
      },
      err: (text: string) => {
        said.err += text;
      },
      progress: () => {},
      colour: false,
      ask: null,
    };
    const now = () => {
      throw new Error('lost sesame-open');
    };
    const environment = { BYLAW_TOKEN: 'sesame-open' };
    // Each format with a command that prints it.
    const command = format === 'html' || format === 'csv' ? 'report' : 'check';
    const status = await runCommandLine([command, '--format', format], { console, environment, now });
    expect(status).toBe(1);
    expect(said.err).toContain(`bylaw ${command} met a bug in Bylaw; please report it:\nError: lost ***`);
    if (isTold(format)) expect(said.out).toBe('');
    else expect(PROBLEMS[format](said.out)).toEqual(['crashed']);
    expect(said.out + said.err).not.toContain('sesame');
  });
});

it('docs/reports.md says which command prints what', async () => {
  const page = readFileSync('docs/reports.md', 'utf8');
  for (const name of NAMES) {
    const { formats } = await commandOf(name);
    expect(page).toMatch(new RegExp(`^\\|[^|]*\`${name}\`[^|]*\\| ${formats.join(', ')} \\|$`, 'm'));
  }
});

describe('one format at a time:', () => {
  it.each([
    [['--json', '--markdown'], 'markdown', 'json'],
    [['--format', 'sarif', '--json'], 'sarif', 'json'],
    [['--format=text', '--format=junit'], 'text', 'junit'],
    [['--junit', '-', '--json'], 'json', 'junit'],
  ])('%j is refused', async (words, one, other) => {
    const { status, out, err } = await organization('').run('check', ...words);
    expect(status).toBe(1);
    expect(out + err).toContain('One format at a time');
    expect(out + err).toContain(one);
    expect(out + err).toContain(other);
  });

  it.each([
    [['--json'], ['--format', 'json']],
    [['--markdown'], ['--format=markdown']],
    [
      ['--junit', '-'],
      ['--format', 'junit'],
    ],
    [
      ['--json', '--format', 'json'],
      ['--format', 'json', '--format', 'json'],
    ],
  ])('%j is %j', async (flags, named) => {
    const made = organization('members: { ana@acme.example: }\n');
    const at = ['--at', '2026-06-15T12:00:00Z'];
    const [a, b] = await Promise.all([
      made.run('check', ...at, ...flags),
      made.run('check', ...at, ...named),
    ]);
    expect(a).toEqual(b);
    expect(a.status).toBe(0);
  });

  it.each([
    ['xml', /There is no format &quot;xml&quot;|There is no format "xml"/],
    ['sarf', /Did you mean `sarif`\?/],
    ['', /There is no format ""/],
    ['JSON', /Did you mean `json`\?/],
  ])('%j is no format', async (format, message) => {
    const { status, out, err } = await organization('').run('check', `--format=${format}`);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(message);
  });

  it('a file for JUnit is no format, and goes with any', async () => {
    const made = organization('members: { ana@acme.example: }\n');
    const { status, out } = await made.run('check', '--junit', 'x.xml', '--format', 'sarif');
    expect(status).toBe(0);
    expect(PROBLEMS.sarif(out)).toEqual([]);
    expect(PROBLEMS.junit(made.read('x.xml'))).toEqual([]);
  });
});

describe('the format of a command line that is not understood', () => {
  it.each<[readonly string[], Format]>([
    [[], 'text'],
    [['--json'], 'json'],
    [['--nonsense', '--format', 'sarif'], 'sarif'],
    [['--format=junit', '--json'], 'junit'],
    [['--junit', '-'], 'junit'],
    [['--junit=-'], 'junit'],
    [['--junit', 'file.xml'], 'text'],
    [['--format', 'xml', '--json'], 'json'],
    [['--format'], 'text'],
    [['--', '--json'], 'text'],
    [['json', 'sarif'], 'text'],
  ])('%j: %s', (words, format) => {
    expect(formatNamed(words)).toBe(format);
  });
});

describe('findings as SARIF', () => {
  it('check: what fails and what is warned of, at its lines', async () => {
    const made = organization(
      'members:\n  ana@acme.example: { roles: [admin] }\nroles:\n  spare: { permissions: [users:read] }\n',
    );
    made.write(
      'access/tests of it.yaml',
      'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n  nobody reads users:\n    members: ana@acme.example\n    cannot: users:read\n    on: acme\n',
    );
    const { status, out, err } = await made.run('check', '--format', 'sarif');
    expect([status, err]).toEqual([2, '']);
    expect([...PROBLEMS.sarif(out)].sort()).toEqual(['expectation-failed', 'single-owner', 'unused-role']);
    expect(out).toContain('"uri": "access/tests%20of%20it.yaml"');
    expect(out).toContain('"startLine": 5');
  });

  it('plan and apply: their findings, with the status of the command', async () => {
    const stage = await stageOf(lumoauthExample());
    const planned = await stage.run('plan', ...EMBEDDED.words, '--format', 'sarif');
    expect([planned.status, planned.err]).toEqual([2, '']);
    PROBLEMS.sarif(planned.out);
    const markdown = await stage.run('plan', ...EMBEDDED.words, '--format', 'markdown');
    expect(markdown.out).toBe((await stage.run('plan', ...EMBEDDED.words, '--markdown')).out);
    const applied = await stage.run('apply', ...EMBEDDED.words, '--format', 'sarif');
    expect(applied.status).toBe(0);
    PROBLEMS.sarif(applied.out);
  });

  it('what a plan warns of is among them', async () => {
    const stage = await stageOf(lumoauthExample());
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    for (const file of ['groups', 'expectations']) stage.remove(`access/${file}.yaml`);
    stage.write(
      'access/people.yaml',
      'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nmembers:\n  new@acme.example: { roles: [admin] }\n',
    );
    const { out } = await stage.run('plan', ...EMBEDDED.words, '--format', 'sarif');
    expect(PROBLEMS.sarif(out)).toContain('mass-removal');
  });
});
