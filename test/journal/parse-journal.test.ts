/** A journal out of its text: whatever is not as it was written is told, and nothing is guessed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journalLine } from '../../src/journal/journal-lines.ts';
import { doneIn, type JournalRecord, unansweredIn } from '../../src/journal/journal-record.ts';
import { parseJournal } from '../../src/journal/parse-journal.ts';

const AT = '2027-01-31T00:00:00.000Z';

const RECORDS: readonly JournalRecord[] = [
  {
    line: 'header',
    format: 'bylaw.journal/v1',
    id: 'one',
    at: AT,
    bylaw: '0.1.0',
    organization: 'acme',
    platform: 'oten',
    address: { connector: 'access-api', remote: 'acme', url: 'https://x.example' },
    engine: { name: 'embedded', version: null },
    by: { user: 'ana', host: 'h', pid: 1, ci: { system: 'ci', actor: null, run: '7', url: null } },
    commit: null,
    plan: { instant: AT, revision: 'r', live: '1', file: false, changes: 1, writes: 2 },
    resumes: null,
    undoes: null,
    settles: ['zero'],
  },
  {
    line: 'change',
    action: 'update',
    address: 'group:acme/qa',
    name: 'group qa',
    because: { text: 'written', place: 'a.yaml:1:1' },
    before: { type: 'group', address: 'group:acme/qa', attributes: { members: [] } },
    after: { type: 'group', address: 'group:acme/qa', attributes: { members: ['ana', 'bo'] } },
    ended: false,
    endedEntries: [],
    leaves: [],
    writes: ['m1', 'm2'],
  },
  { line: 'sent', at: AT, n: 1, mark: 'm1', what: 'add' },
  { line: 'sent', at: AT, n: 2, mark: 'm2', what: 'add' },
  { line: 'answered', at: AT, n: 1, result: 'done', codes: [] },
  { line: 'answered', at: AT, n: 2, result: 'doubt', codes: ['connector-unreachable'] },
  { line: 'outcome', at: AT, result: 'incomplete', writes: 1, left: 1 },
];

function textOf(records: readonly unknown[]): string {
  let sum = '';
  return records
    .map((record) => {
      const line = journalLine(record as JournalRecord, sum);
      sum = line.sum;
      return line.text;
    })
    .join('');
}

const WHOLE = textOf(RECORDS);
const codes = (text: string) => parseJournal(text, 'j.jsonl').diagnostics.map(({ code }) => code);

it('is what was written', () => {
  const read = parseJournal(WHOLE, 'j.jsonl');
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  const { header, changes, sent, answered, outcome } = read.value;
  expect([header, ...changes, ...sent, ...answered, outcome]).toEqual(RECORDS);
  expect(read.diagnostics).toEqual([]);
  expect(doneIn(read.value).map(({ n }) => n)).toEqual([1]);
  expect(unansweredIn(read.value).map(({ n }) => n)).toEqual([2]);
});

it('cut off anywhere: whole lines are read, the rest of one is told, and nothing is made of it', () => {
  for (let length = 0; length < WHOLE.length; length += 1) {
    const text = WHOLE.slice(0, length);
    const read = parseJournal(text, 'j.jsonl');
    const lines = text.split('\n').length - 1;
    if (lines === 0) {
      expect([length, read.ok]).toEqual([length, false]);
      continue;
    }
    if (!read.ok) throw new Error(`${length}: ${JSON.stringify(read.diagnostics)}`);
    expect(read.diagnostics.map(({ code }) => code)).toEqual(text.endsWith('\n') ? [] : ['journal-torn']);
    const { changes, sent, answered, outcome } = read.value;
    expect(1 + changes.length + sent.length + answered.length + (outcome === null ? 0 : 1)).toBe(lines);
  }
});

it('changed by hand, anywhere: told', () => {
  fc.assert(
    fc.property(
      fc.nat(WHOLE.length - 2),
      fc.constantFrom('x', '0', '"', '}', ' ', '\n', '\\'),
      (at, sign) => {
        fc.pre(WHOLE[at] !== sign);
        const text = WHOLE.slice(0, at) + sign + WHOLE.slice(at + 1);
        const read = parseJournal(text, 'j.jsonl');
        const [first] = read.diagnostics;
        expect(read.ok).toBe(false);
        expect(['journal-changed', 'journal-invalid', 'journal-version']).toContain(first?.code);
      },
    ),
    { numRuns: 400 },
  );
});

describe('lines', () => {
  const lines = WHOLE.trimEnd().split('\n');
  const joined = (some: readonly (string | undefined)[]) => `${some.join('\n')}\n`;
  it.each([
    ['one taken out', lines.filter((_, at) => at !== 3)],
    ['two exchanged', [0, 1, 3, 2, 4, 5, 6].map((at) => lines[at])],
    ['one put in', [...lines.slice(0, 3), lines[2], ...lines.slice(3)]],
    ['more after the outcome', [...lines, lines[6]]],
    ['an empty one', [...lines.slice(0, 3), '', ...lines.slice(3)]],
    ['one without its sum', [...lines.slice(0, 6), JSON.stringify(RECORDS[6])]],
    ['a second header', [...lines.slice(0, 3), lines[0], ...lines.slice(3)]],
  ])('%s', (_, some) => {
    expect(codes(joined(some))).toEqual(['journal-changed']);
  });

  it('a torn line after the outcome', () => {
    expect(codes(`${WHOLE}{"line`)).toEqual(['journal-changed']);
  });
});

describe('no journal of ours:', () => {
  const header = RECORDS[0];
  it.each<[string, string, string]>([
    ['nothing', '', 'journal-invalid'],
    ['a word', 'hello\n', 'journal-invalid'],
    ['a list', '[]\n', 'journal-invalid'],
    ['JSON of something else', '{"hello":1}\n', 'journal-invalid'],
    ['a journal without a header', textOf(RECORDS.slice(1)), 'journal-invalid'],
    ['half a first line', WHOLE.slice(0, 40), 'journal-invalid'],
    ['a journal of a later version', textOf([{ ...header, format: 'bylaw.journal/v2' }]), 'journal-version'],
    ['a header of another form', textOf([{ ...header, organization: 1 }]), 'journal-invalid'],
    ['a line of a kind that is none', textOf([header, { line: 'more' }]), 'journal-invalid'],
    ['an answer that is none', textOf([header, { ...RECORDS[4], result: 'maybe' }]), 'journal-invalid'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toEqual([code]);
  });
});
