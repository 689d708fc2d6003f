/** Custom rules over what could not be read: that they have not seen it is told. */
import { expect, it } from 'vitest';
import type { UnknownList } from '../../src/resource/resource.ts';
import { openCustomRules } from '../../src/rule/custom/judge-custom.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';

const ORIGIN = { from: 'file', file: 'rules.yaml', line: 5, column: 3, endLine: 5, endColumn: 7 } as const;
const key = (value: string) => ({
  origin: ORIGIN,
  value,
  texts: [{ value, origin: ORIGIN }],
  entries: [],
  placeWithin: () => ORIGIN,
});

it('is told as a warning, once for all rules', async () => {
  const written = (name: string) => ({
    name,
    origin: ORIGIN,
    rule: { value: 'custom', origin: ORIGIN },
    severity: null,
    parameters: new Map([
      ['for', key('group')],
      ['forbid', key('group.people.size() == 0')],
    ]),
  });
  const judge = await openCustomRules([
    {
      file: 'rules.yaml',
      organizations: [{ value: '*', origin: ORIGIN }],
      rules: [written('one'), written('two')],
      acknowledged: [],
      acknowledgedDrift: [],
      longestAcknowledgement: null,
    },
  ]);
  const unread: readonly UnknownList[] = [
    {
      name: 'people of group qa',
      type: 'group',
      of: 'organization',
      because: diagnostic('rule-broken', 'The token may not.', null),
    },
  ];
  expect(judge?.notJudged([{ live: [], changes: [], unread: [] }])).toEqual([]);
  expect(judge?.notJudged([{ live: [], changes: [], unread }])).toMatchObject([
    {
      code: 'rule-judged-in-part',
      severity: 'warning',
      message: 'Custom rules were judged without what could not be read: people of group qa.',
    },
  ]);
  await judge?.end();
});
