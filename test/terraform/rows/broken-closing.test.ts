/** How a scope is closed stands as JSON in a row: what is read back is looked at before anything is made of it. */
import { describe, expect, it } from 'vitest';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import { entriesFrom, resource } from '../../../src/resource/resource-types.ts';
import { BY_ID } from '../../../src/resource/spelling.ts';
import type { Origin } from '../../../src/source/origin.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { closingsOfRow } from '../../../src/terraform/provider/rows/decode-rows.ts';
import { departuresRow, namedRow } from '../../../src/terraform/provider/rows/encode-rows.ts';
import { applyRow } from '../../../src/terraform/provider/run-session.ts';
import { readTerraformPlan } from '../../../src/terraform/run/terraform-plan.ts';
import { vault } from '../../connector/platforms.ts';

const EAST = 'acme/units/east';
const LIVE: Origin = { from: 'live', url: 'vault' };
const scope = (standing: string): Row => {
  const settings = entriesFrom([`standing=${standing}`], LIVE);
  const unit = { path: EAST, kind: 'unit', title: 'East', settings, parent: 'acme' };
  return namedRow(resource('scope', unit, LIVE)).row;
};
const WHOLE = departuresRow('acme', {
  closings: new Map([[EAST, { before: scope('open'), after: scope('shut') }]]),
}).row;
const closing = (text: string): Row => ({ ...WHOLE, closed: { [EAST]: text } });
const pair = (...rows: readonly unknown[]): string => JSON.stringify(rows);

const BROKEN: readonly (readonly [string, string, string])[] = [
  ['nothing', '', 'that is no pair of rows as JSON'],
  ['half of it', pair(scope('open'), scope('shut')).slice(0, -9), 'that is no pair of rows as JSON'],
  ['an object', '{"before":{},"after":{}}', 'that is no pair of rows as JSON'],
  ['one row', pair(scope('open')), 'that is no pair of rows as JSON'],
  ['three rows', pair(scope('open'), scope('open'), scope('shut')), 'that is no pair of rows as JSON'],
  ['no row before', pair(null, scope('shut')), 'what it is before is no row of it'],
  ['a word after', pair(scope('open'), 'shut'), 'what it is after is no row of it'],
  ['a list after', pair(scope('open'), []), 'what it is after is no row of it'],
  [
    'a row of another scope',
    pair(scope('open'), { ...scope('shut'), path: 'acme/units/west' }),
    'what it is after is no row of it',
  ],
  [
    'a row that says of another what it is',
    pair({ ...scope('open'), id: 'acme' }, scope('shut')),
    'what it is before is no row of it',
  ],
  [
    'a number where a text is',
    pair(scope('open'), { ...scope('shut'), title: 1 }),
    'what it is after is no row of it',
  ],
  [
    'settings that are a list',
    pair(scope('open'), { ...scope('shut'), settings: ['standing=shut'] }),
    'what it is after is no row of it',
  ],
  [
    'settings with more in them',
    pair(scope('open'), { ...scope('shut'), settings: { standing: { shut: '' } } }),
    'what it is after is no row of it',
  ],
];

it('what was written is read back', () => {
  expect([...closingsOfRow(WHOLE)]).toEqual([[EAST, { before: scope('open'), after: scope('shut') }]]);
});

describe.each(BROKEN)('%s', (_, text, what) => {
  const message = `The row of departures does not say how "${EAST}" is closed: ${what}. Nothing of the row was made.`;

  it('is refused where the row is applied, with nothing made of it and nothing more begun', async () => {
    const asked: unknown[] = [];
    const write: LiveWriter['write'] = async (one) => {
      asked.push(one);
      return { ok: true, value: null, diagnostics: [] };
    };
    const writer = { write } as LiveWriter;
    const flag = { failed: false };
    const prior = departuresRow('acme', {}).row;
    const session = {
      live: new Map(),
      writer,
      platform: vault,
      spelling: BY_ID,
      onDone: () => {},
      onFailed: () => {},
    };
    const result = await applyRow(session, flag, 'bylaw_departures', prior, closing(text));
    expect(result).toEqual({
      row: prior,
      problems: [
        {
          severity: 'error',
          summary: `engine-disagrees: ${message}`,
          detail: expect.stringContaining('Plan again, and apply that plan'),
        },
      ],
    });
    expect([asked, flag.failed]).toEqual([[], true]);
  });

  it('makes a plan of terraform another than the one that was reviewed', () => {
    const change = { actions: ['update'], before: departuresRow('acme', {}).row, after: closing(text) };
    const plan = JSON.stringify({
      resource_changes: [
        { address: 'bylaw_departures.acme', mode: 'managed', type: 'bylaw_departures', change },
      ],
    });
    const read = readTerraformPlan(plan, new Map([['acme', BY_ID]])).get('acme');
    expect(read).toMatchObject({ changes: [], strange: [`bylaw_departures.acme: ${message}`] });
  });
});
