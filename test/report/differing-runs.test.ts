/** What reports of shards were asked for has to be the same; one refusal names both. */
import { describe, expect, it } from 'vitest';
import type { ShardJson } from '../../src/report/json/shard-json.ts';
import { differingRuns } from '../../src/report/merge/differing-runs.ts';
import { readShardReport, type ShardReport } from '../../src/report/merge/shard-report.ts';

const ONE = 'a'.repeat(40);
const TWO = 'b'.repeat(40);
const FILES = 'c'.repeat(64);

const shard: ShardJson = {
  number: 1,
  count: 2,
  status: 0,
  bylaw: '0.1.0',
  revision: null,
  commit: null,
  at: null,
  live: false,
  url: null,
  base: null,
  organizations: 0,
};
const json = (of: object): string =>
  JSON.stringify({
    format: 'bylaw.report/v1',
    command: 'check',
    result: 'ok',
    diagnostics: [],
    organizations: [],
    shard: { ...shard, ...of },
  });
function read(of: object, file: string): ShardReport {
  const report = readShardReport(json(of), file);
  if (!report.ok) throw new Error(JSON.stringify(report.diagnostics));
  return report.value;
}
const told = (a: object, b: object) =>
  differingRuns([read(a, 'a.json'), read(b, 'b.json')]).map(({ message }) => message);

const base = (asked: string, commit: string | null = null, revision: string | null = null) => ({
  base: { asked, commit, revision },
});

it.each<[string, object, object, string]>([
  [
    'one live and one not',
    { live: true },
    {},
    'checked side of "a.json" is what is live (--live), and of "b.json" it is the documents',
  ],
  [
    'one at another address',
    { url: 'https://one.example/' },
    { url: 'https://two.example' },
    'address of what is live of "a.json" is https://one.example/, and of "b.json" it is https://two.example',
  ],
  [
    'one at the address of the workspace',
    { url: 'https://one.example/' },
    {},
    'address of what is live of "a.json" is https://one.example/, and of "b.json" it is that of the workspace',
  ],
  [
    'one of a faulty address, which is not repeated',
    { url: '***' },
    { url: 'https://two.example' },
    'address of what is live of "a.json" is ***, and of "b.json" it is https://two.example',
  ],
  [
    'one without a base',
    base('main', ONE),
    {},
    `base of "a.json" is main (commit ${ONE}), and of "b.json" it is none`,
  ],
  [
    'one without a base, of an unknown one',
    {},
    base('main'),
    'base of "a.json" is none, and of "b.json" it is main',
  ],
  [
    'a branch that went on',
    base('main', ONE),
    base('main', TWO),
    `base of "a.json" is main (commit ${ONE}), and of "b.json" it is main (commit ${TWO})`,
  ],
  [
    'a folder and a commit',
    base('../old', null, FILES),
    base('main', TWO),
    `base of "a.json" is ../old (files ${FILES}), and of "b.json" it is main (commit ${TWO})`,
  ],
])('%s: refused once, with both named', (_, a, b, message) => {
  expect(told(a, b)).toEqual([`The reports do not belong together: the ${message}.`]);
});

it.each<[string, object, object]>([
  ['nothing asked for', {}, {}],
  ['all live', { live: true }, { live: true }],
  [
    'one address, written in two ways',
    { url: 'https://ONE.example/api/' },
    { url: 'https://one.example:443/api' },
  ],
  ['one commit of two names', base('main', ONE), base('origin/main', ONE)],
  ['one folder in two places', base('../old', null, FILES), base('/tmp/old', null, FILES)],
  ['a base that one shard never came to read', base('main', ONE), base('main')],
])('%s: one run', (_, a, b) => {
  expect(told(a, b)).toEqual([]);
});

describe('a report that does not say it', () => {
  it.each<[string, object, string]>([
    ['of a version before this', { live: undefined }, 'shard.live'],
    ['with words', { live: 'yes' }, 'shard.live'],
    ['without an address', { url: undefined }, 'shard.url'],
    ['without its base', { base: undefined }, 'shard.base'],
    ['with a base in words', { base: 'main' }, 'shard.base'],
    ['with a base that nobody asked for', { base: { commit: ONE, revision: null } }, 'asked'],
    ['with a base without its files', { base: { asked: 'main', commit: ONE } }, 'revision'],
  ])('%s is no report of a shard', (_, of, place) => {
    const report = readShardReport(json(of), 'a.json');
    expect(report.ok).toBe(false);
    expect(report.diagnostics).toMatchObject([
      { code: 'report-invalid', message: expect.stringContaining(place) },
    ]);
  });
});
