/** What an apply writes down, who reads it, and what `--resume` makes of journals that are not what they should be. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { journalLine, readJournalLine } from '../../src/journal/journal-lines.ts';
import type { JournalRecord } from '../../src/journal/journal-record.ts';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { auditLog } from './live.ts';
import { document, filesBelow, organization, type Stage, stageOf, TOKEN } from './workspaces.ts';

const BODY = 'members:\n  ada@acme.example: { roles: [admin] }\n  bo@acme.example:\n';
const MORE = `${BODY}groups:\n  qa: { title: Testers, members: [bo@acme.example], roles: [viewer] }\n`;

const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

const journalsOf = (stage: Stage): readonly string[] => {
  const folder = join(stage.folder, '.bylaw/journal/acme');
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
};

const recordsIn = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

async function history(stage: Stage, ...words: readonly string[]) {
  const { status, out } = await stage.run('history', '--json', ...words);
  const report = JSON.parse(out);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  return { status, ...report };
}

/** An apply that came to its end, of which the last lines are taken away: as if the process had ended there. */
function cut(file: string, lines: number): void {
  const all = readFileSync(file, 'utf8').split('\n');
  writeFileSync(
    file,
    all
      .slice(0, all.length - 1 - lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

/** The same records with other words and right sums: what only somebody who means it can do. */
function rewrite(file: string, change: (record: Record<string, unknown>) => object): void {
  let [before, sum, text] = ['', '', ''];
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const read = readJournalLine(line, before);
    if (read === null) throw new Error(line);
    before = read.sum;
    const made = journalLine(change({ ...read.record }) as JournalRecord, sum);
    sum = made.sum;
    text += made.text;
  }
  writeFileSync(file, text);
}

itOnBothEngines(
  'an apply stands in a journal: what, why, by whom, each write before and after',
  async (engine) => {
    const commit = '0123456789abcdef0123456789abcdef01234567';
    const stage = (await stageOf(organization(MORE))).with({
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'octo-ana',
      GITHUB_RUN_ID: '77',
      GITHUB_SHA: commit,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'acme/access',
    });
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    const [file = ''] = journalsOf(stage);
    const [header, ...lines] = recordsIn(file);
    expect(header).toMatchObject({
      line: 'header',
      format: 'bylaw.journal/v1',
      organization: 'acme',
      platform: 'lumoauth',
      address: { connector: 'access-api', remote: 'acme', url: stage.platform.url },
      by: { ci: { system: 'github-actions', actor: 'octo-ana', run: '77' } },
      commit,
      resumes: null,
      settles: [],
    });
    const writes = stage.platform.exchanges.filter(({ method }) => method !== 'GET').length;
    const of = (kind: string) => lines.filter(({ line }) => line === kind);
    expect(of('sent')).toHaveLength(writes);
    expect(of('answered')).toHaveLength(writes);
    for (const sent of of('sent')) {
      const answer = of('answered').find(({ n }) => n === sent.n);
      expect(lines.indexOf(sent)).toBeLessThan(lines.indexOf(answer as Record<string, unknown>));
    }
    expect(lines.at(-1)).toMatchObject({ line: 'outcome', result: 'proven', writes, left: 0 });
    expect(of('change').map(({ because }) => because)).toContainEqual(
      expect.objectContaining({ place: expect.stringMatching(/^access\/acme\.yaml:\d+:\d+$/) }),
    );
    expect(readFileSync(file, 'utf8')).not.toContain(TOKEN);

    const told = await history(stage);
    expect(told).toMatchObject({ status: 0, result: 'ok', diagnostics: [] });
    expect(told.journals).toHaveLength(1);
    expect(told.journals[0]).toMatchObject({
      organization: 'acme',
      result: 'proven',
      commit,
      writes: { allowed: writes, sent: writes, done: writes, unanswered: 0 },
    });
    const text = await stage.run('history');
    expect(text.out).toContain('applied and proved');
    expect(text.out).toContain('octo-ana (github-actions, run 77)');
    expect(text.out).toContain('commit 0123456789ab');
    const markdown = await stage.run('history', 'acme', '--markdown');
    expect(markdown.out).toContain('**1 apply in the journals.**');
    // Nothing to do, nothing to write down.
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    expect(journalsOf(stage)).toHaveLength(1);
  },
);

describe('history', () => {
  it('is there though documents are broken, and where nothing was ever applied', async () => {
    const stage = await stageOf(organization(MORE));
    const none = await stage.run('history');
    expect([none.status, none.out]).toEqual([0, 'No apply stands in a journal here.\n']);
    await stage.run('apply', ...EMBEDDED.words);
    stage.write('access/acme.yaml', '[');
    expect((await history(stage)).journals).toHaveLength(1);
    expect((await stage.run('history', 'nobody')).err).toContain('error[unknown-organization]');
  });

  it('tells of a journal that it cannot read, beside the others', async () => {
    const stage = await stageOf(organization(BODY));
    await stage.run('apply', ...EMBEDDED.words);
    stage.write('access/acme.yaml', document(MORE));
    await stage.run('apply', ...EMBEDDED.words);
    const [first = ''] = journalsOf(stage);
    writeFileSync(first, readFileSync(first, 'utf8').replace('"acme"', '"acne"'));
    const told = await history(stage);
    expect([told.status, told.result, told.journals.length]).toEqual([1, 'error', 1]);
    expect(told.diagnostics.map(({ code }: { code: string }) => code)).toEqual(['journal-changed']);
  });
});

/** An apply of which everything is made but the end of the journal is not there. */
async function unfinished(lines = 1): Promise<{ readonly stage: Stage; readonly file: string }> {
  const stage = await stageOf(organization(MORE));
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  const [file = ''] = journalsOf(stage);
  cut(file, lines);
  return { stage, file };
}

async function refused(stage: Stage, code: string, ...words: readonly string[]): Promise<string> {
  const before = (await auditLog(stage)).length;
  const { status, err } = await stage.run('apply', '--resume', ...words, ...EMBEDDED.words);
  expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
  expect((await auditLog(stage)).length).toBe(before);
  return err;
}

describe('--resume', () => {
  it('with nothing to go on with says so and does nothing', async () => {
    const stage = await stageOf(organization(MORE));
    const { status, err } = await stage.run('apply', '--resume', ...EMBEDDED.words);
    expect([status, err]).toEqual([0, expect.stringContaining('There is nothing to go on with')]);
    expect(await auditLog(stage)).toEqual(['organization.created acme']);
  });

  it('judges what was sent and not answered by what is live', async () => {
    // The outcome and the last answer are not there; what was sent was made.
    const { stage } = await unfinished(2);
    const { status, out } = await stage.run('apply', '--resume', ...EMBEDDED.words, '--json');
    expect(status).toBe(0);
    const [note] = JSON.parse(out).diagnostics.filter(
      ({ code }: { code: string }) => code === 'journal-resumed',
    );
    expect(note.message).toContain('1 write had no answer: by what is live, 1 made and 0 not.');
    const told = await history(stage);
    expect(told.journals.map(({ result }: { result: string }) => result)).toEqual([
      'unchanged',
      'unfinished',
    ]);
    expect(told.journals[1].settledBy).toBe(told.journals[0].id);
    expect(told.journals[0].resumes).toBe(told.journals[1].id);
    // It is settled: there is nothing more to go on with.
    const again = await stage.run('apply', '--resume', ...EMBEDDED.words);
    expect([again.status, again.err]).toEqual([0, expect.stringContaining('nothing to go on with')]);
  });

  it('does what was allowed, and nothing that was written since', async () => {
    const stage = await stageOf(organization(MORE));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    const [file = ''] = journalsOf(stage);
    const all = recordsIn(file);
    // As if it had ended before its first write; live says so too.
    const kept = all.filter(({ line }) => line === 'header' || line === 'change').length;
    const other = await stageOf(organization(MORE));
    const moved = readFileSync(file, 'utf8');
    other.write(
      '.bylaw/journal/acme/x.jsonl',
      moved
        .split('\n')
        .slice(0, kept)
        .map((line) => `${line}\n`)
        .join(''),
    );
    rewrite(join(other.folder, '.bylaw/journal/acme/x.jsonl'), (record) =>
      record.line === 'header'
        ? { ...record, address: { ...(record.address as object), url: other.platform.url } }
        : record,
    );
    other.write(
      'access/acme.yaml',
      document(MORE.replace('bo@acme.example:\n', 'bo@acme.example:\n  cy@acme.example:\n')),
    );
    const { status, out } = await other.run('apply', '--resume', ...EMBEDDED.words, '--json');
    expect(status).toBe(2);
    expect(JSON.parse(out).organizations[0].outcome).toBe('part');
    const log = (await auditLog(other)).join('\n');
    expect(log).toContain('bo@acme.example');
    expect(log).not.toContain('cy@acme.example');
    expect((await other.run('apply', ...EMBEDDED.words)).status).toBe(0);
    expect((await auditLog(other)).join('\n')).toContain('cy@acme.example');
  });

  it('a line that was cut off is told', async () => {
    const { stage, file } = await unfinished();
    appendFileSync(file, '{"line":"answ');
    const { status, out } = await stage.run('apply', '--resume', ...EMBEDDED.words);
    expect([status, out]).toEqual([0, expect.stringContaining('warning[journal-torn]')]);
  });

  it('a journal that was changed by hand', async () => {
    const { stage, file } = await unfinished();
    writeFileSync(file, readFileSync(file, 'utf8').replace('"line":"sent"', '"line":"seNt"'));
    await refused(stage, 'journal-changed');
    await refused(stage, 'journal-changed', file);
    // Who applies anew needs no journal.
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  });

  it('a journal of a later version', async () => {
    const { stage, file } = await unfinished();
    rewrite(file, (record) =>
      record.line === 'header' ? { ...record, format: 'bylaw.journal/v9' } : record,
    );
    await refused(stage, 'journal-version');
  });

  it.each([
    ['organization', (header: object) => ({ ...header, organization: 'globex' })],
    ['platform', (header: object) => ({ ...header, platform: 'oten' })],
    [
      'url',
      (header: object) => ({
        ...header,
        address: { connector: 'access-api', remote: 'acme', url: 'https://x.example' },
      }),
    ],
    [
      'remote',
      (header: object) => ({ ...header, address: { connector: 'access-api', remote: 'acme-2', url: null } }),
    ],
    [
      'connector',
      (header: object) => ({ ...header, address: { connector: 'github', remote: 'acme', url: null } }),
    ],
  ])('a journal of another %s', async (what, change) => {
    const { stage, file } = await unfinished();
    rewrite(file, (record) => (record.line === 'header' ? change(record) : record));
    expect(await refused(stage, 'journal-foreign')).toContain(`is of another ${what}`);
  });

  it('two journals: which one is said, or both are settled by an apply', async () => {
    const { stage, file } = await unfinished();
    stage.write('access/acme.yaml', document(BODY));
    expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
    const second = journalsOf(stage).at(-1) ?? '';
    cut(second, 1);
    rewrite(second, (record) => (record.line === 'header' ? { ...record, settles: [] } : record));
    expect(await refused(stage, 'journal-ambiguous')).toContain('bylaw apply --resume');
    const { out, status } = await stage.run('apply', ...EMBEDDED.words, '--json');
    expect(status).toBe(0);
    const codes = JSON.parse(out).diagnostics.map(({ code }: { code: string }) => code);
    expect(codes.filter((code: string) => code === 'journal-unfinished')).toHaveLength(2);
    expect((await stage.run('apply', '--resume', file, ...EMBEDDED.words)).status).toBe(0);
  });

  it('a file that is none, one that came to its end, and too many words', async () => {
    const stage = await stageOf(organization(MORE));
    await stage.run('apply', ...EMBEDDED.words);
    const [file = ''] = journalsOf(stage);
    expect(await refused(stage, 'journal-invalid', file)).toContain('came to its end');
    await refused(stage, 'journal-invalid', 'bylaw.yaml');
    await refused(stage, 'usage', file, 'acme');
  });
});

it('a journal that cannot be begun stops the apply before it sends anything', async () => {
  const stage = await stageOf(organization(MORE));
  stage.write('.bylaw/journal', 'a file where a folder has to be');
  const { status, err } = await stage.run('apply', ...EMBEDDED.words);
  expect([status, err]).toEqual([1, expect.stringContaining('error[journal-unwritable]')]);
  expect(await auditLog(stage)).toEqual(['organization.created acme']);
});

it('no secret gets into a journal, wherever it is written', async () => {
  const secret = 'sesame-4Zq9-open-Kd81';
  const body = BODY.replace('members:', `title: ${secret}\nmembers:`);
  const stage = (await stageOf(organization(body))).with({
    MY_SECRET: secret,
    GITHUB_ACTIONS: '1',
    GITHUB_ACTOR: secret,
  });
  expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
  for (const file of filesBelow(join(stage.folder, '.bylaw')))
    expect(readFileSync(file, 'utf8')).not.toMatch(new RegExp(`${secret}|${TOKEN}`));
});
