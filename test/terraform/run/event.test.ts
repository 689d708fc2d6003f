/** `recorded/` holds what terraform 1.11.4 said in runs of ours: a slow one, a refused one, one with wrong blocks, crashes. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent, type TerraformEvent } from '../../../src/terraform/run/event.ts';
import { readGoCrash } from '../../../src/terraform/run/go-crash.ts';
import { applyProgress, planProgress } from '../../../src/terraform/run/progress.ts';
import { rowPhrase } from '../../../src/terraform/run/row-phrase.ts';

const recorded = (name: string): string => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');
const events = (name: string): readonly TerraformEvent[] =>
  recorded(name)
    .split('\n')
    .flatMap((line) => readEvent(line) ?? []);

describe('events', () => {
  it('of an apply whose second row took 22 seconds', () => {
    const [members, group, roster] = [
      'bylaw_members.acme_5a2c267951',
      'bylaw_group.acme_qa_8a5805fd7b',
      'bylaw_roster.acme_a0072d2db1',
    ];
    expect(events('apply-slow.jsonl')).toEqual([
      { type: 'version', version: '1.11.4', ui: '1.2' },
      { type: 'planned_change', address: members, action: 'update' },
      { type: 'planned_change', address: group, action: 'create' },
      { type: 'planned_change', address: roster, action: 'update' },
      { type: 'apply_start', address: members, seconds: 0 },
      { type: 'apply_complete', address: members, seconds: 0 },
      { type: 'apply_start', address: group, seconds: 0 },
      { type: 'apply_progress', address: group, seconds: 10 },
      { type: 'apply_progress', address: group, seconds: 20 },
      { type: 'apply_complete', address: group, seconds: 22 },
      { type: 'apply_start', address: roster, seconds: 0 },
      { type: 'apply_complete', address: roster, seconds: 0 },
      { type: 'change_summary', operation: 'apply' },
    ]);
  });

  it('of init, which says one thing that is no JSON at all', () => {
    expect(events('init.jsonl').map(({ type }) => type)).toEqual(['version']);
  });

  it('diagnostics name their block, the attribute and the element as far as terraform says', () => {
    const found = [...events('diagnostics.jsonl'), ...events('apply-refused.jsonl')].flatMap((event) =>
      event.type === 'diagnostic' ? [event] : [],
    );
    expect(
      found.map(({ severity, summary, address, attribute, element }) => [
        severity,
        summary.slice(0, 34),
        address,
        attribute,
        element,
      ]),
    ).toEqual([
      ['error', 'Invalid reference', 'bylaw_group.acme_finance_a97c159519', 'title', null],
      [
        'error',
        'Incorrect attribute value type',
        'bylaw_group.acme_engineering_9a44b0a243',
        'members',
        'ada@acme.example',
      ],
      ['error', 'Incorrect attribute value type', 'bylaw_group.acme_data_3aca627af9', 'members', null],
      ['error', 'Extraneous JSON object property', 'bylaw_group.acme_corporate_b0a8f42a39', 'nonsense', null],
      // Said of the whole type: no block, so no line.
      ['warning', 'Redundant ignore_changes element', null, 'bylaw_group', null],
      ['error', 'connector-server-error: POST http:', 'bylaw_group.acme_qa_8a5805fd7b', null, null],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text', 'Initializing the backend...'],
    ['half an event', '{"@level":"info","type":"apply_st'],
    ['a kind of a later version', '{"type":"query_start","hook":{}}'],
    ['a list', '[{"type":"version"}]'],
    ['an event without its block', '{"type":"apply_start","hook":{}}'],
    ['a diagnostic of no severity', '{"type":"diagnostic","diagnostic":{"summary":"x"}}'],
    ['a diagnostic that is none', '{"type":"diagnostic","diagnostic":7}'],
    ['null', '{"type":null}'],
  ])('%s is no event', (_what, line) => {
    expect(readEvent(line)).toBe(null);
  });

  it('no line makes it throw', () => {
    const kinds = ['version', 'planned_change', 'apply_start', 'refresh_start', 'diagnostic', 'log'];
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.dictionary(
          fc.constantFrom('hook', 'change', 'changes', 'diagnostic', 'resource', '@message'),
          fc.jsonValue(),
        ),
        (type, rest) => {
          readEvent(JSON.stringify({ ...rest, type }));
        },
      ),
    );
  });
});

describe('progress', () => {
  const wordsOf = (address: string): string =>
    address.startsWith('bylaw_group.') ? 'group qa' : rowPhrase({ type: 'bylaw_members', key: 'acme' });

  it('counts rows and names them as people do, and tells that a long one is still being written', () => {
    const progressText = applyProgress('acme', wordsOf);
    expect(events('apply-slow.jsonl').flatMap((event) => progressText(event) ?? [])).toEqual([
      'acme: 0 of 3 rows, members of acme',
      'acme: 1 of 3 rows, members of acme',
      'acme: 1 of 3 rows, group qa',
      'acme: 1 of 3 rows, still writing group qa, 10 s',
      'acme: 1 of 3 rows, still writing group qa, 20 s',
      'acme: 2 of 3 rows, group qa',
      'acme: 2 of 3 rows, members of acme',
      'acme: 3 of 3 rows, members of acme',
    ]);
  });

  it('says what failed', () => {
    const progressText = applyProgress('acme', wordsOf);
    expect(events('apply-refused.jsonl').flatMap((event) => progressText(event) ?? [])).toContain(
      'acme: 1 of 3 rows, group qa failed',
    );
  });

  it('of a plan counts what is read and what is planned', () => {
    const progressText = planProgress('acme', 'tofu');
    expect(events('plan.jsonl').flatMap((event) => progressText(event) ?? [])).toEqual([
      'acme: tofu plans, 1 row read',
      'acme: tofu plans, 2 rows read',
      'acme: tofu plans, 3 rows read',
      'acme: tofu plans, 1 row planned',
      'acme: tofu plans, 2 rows planned',
      'acme: tofu plans, 3 rows planned',
      'acme: tofu plans, 4 rows planned',
    ]);
  });

  it.each([
    ['bylaw_scope', 'acme/projects/web', 'scope projects/web'],
    ['bylaw_scope', 'acme', 'scope acme'],
    ['bylaw_role', 'acme/support', 'role support'],
    ['bylaw_group', 'acme/projects/web/qa', 'group projects/web/qa'],
    ['bylaw_members', 'acme', 'members of acme'],
    ['bylaw_roster', 'acme/projects/web', 'roles on projects/web'],
    ['bylaw_group_roster', 'acme', 'roles of groups on acme'],
    ['bylaw_departures', 'acme', 'what is taken away in acme'],
  ] as const)('%s %s is called %s', (type, key, words) => {
    expect(rowPhrase({ type, key })).toBe(words);
  });
});

describe('crashes', () => {
  it.each([
    [
      'a provider reattached wrongly',
      'crash-panic.txt',
      'panic: interface conversion: interface {} is *plugin6.GRPCProvider, not *plugin.GRPCProvider',
      'command.finalizeFactoryPlugin',
    ],
    ['SIGABRT', 'crash-abort.txt', 'SIGABRT: abort', 'command.(*Meta).RunOperation'],
    [
      'no memory to begin with',
      'crash-memory.txt',
      'fatal error: failed to reserve page summary memory',
      null,
    ],
  ])('%s', (_what, file, headline, within) => {
    const crash = readGoCrash(recorded(file));
    expect(crash?.headline).toBe(headline);
    expect(crash?.within[0] ?? null).toBe(within);
    for (const name of crash?.within ?? []) expect(name).toMatch(/^[\w.()*~-]+$/);
  });

  it('words like it are none', () => {
    expect(readGoCrash('Error: do not panic: it is only a text\n  fatal error: indented')).toBe(null);
    expect(readGoCrash('')).toBe(null);
  });
});
