import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { factName } from '../../src/plan/drift/fact-name.ts';
import { isUnseen } from '../../src/plan/drift/unseen-facts.ts';
import type { DriftEntry } from '../../src/report/drift/drift-entry.ts';
import { driftHistory, type PreviousDrift } from '../../src/report/drift/drift-history.ts';
import { driftJson } from '../../src/report/drift/drift-json.ts';
import { driftMarkdown } from '../../src/report/drift/drift-markdown.ts';
import { driftText } from '../../src/report/drift/drift-text.ts';
import { driftHtml } from '../../src/report/drift/page/drift-page.ts';
import { readPreviousReport } from '../../src/report/drift/previous-report.ts';
import { jsonText } from '../../src/report/json/report-envelope.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { groupAddress, scopeAddress } from '../../src/resource/address.ts';
import { groupPath } from '../../src/resource/identifiers.ts';
import type { UnknownList } from '../../src/resource/resource.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { got } from '../policy/fixture.ts';
import { lumoauth } from './platforms.ts';
import { anyPlan } from './random.ts';
import { desiredOf, place, planned } from './scene.ts';
import { Side } from './side.ts';

const because = diagnostic('list-unknown', 'no', null);
const list = (type: UnknownList['type'], of: UnknownList['of'] = 'organization'): UnknownList => ({
  name: 'x',
  type,
  of,
  because,
});

describe('a fact may be there and not be seen', () => {
  const MEMBER = 'member:acme/eve@evil.example';
  const GROUP = 'group:acme/qa#members/eve@evil.example';
  const GRANT = 'assignment:acme|group:acme/qa';
  const ROLE = 'role:acme/clerk#permissions/users:read';
  const SCOPE = 'scope:acme/x#title';
  it.each<[string, readonly UnknownList[] | undefined, readonly string[]]>([
    ['nothing is missing', undefined, []],
    ['no list is missing', [], []],
    ['people', [list('member')], [MEMBER, GROUP, GRANT, ROLE, SCOPE]],
    ['scopes', [list('scope')], [MEMBER, GROUP, GRANT, ROLE, SCOPE]],
    ['groups', [list('group')], [GROUP, GRANT]],
    ['roles', [list('role')], [GRANT, ROLE]],
    ['grants', [list('assignment')], [GRANT]],
    [
      'the people of this group',
      [list('group', { address: groupAddress(groupPath('acme', 'qa')) })],
      [GROUP, GRANT],
    ],
    ['the people of another', [list('group', { address: groupAddress(groupPath('acme', 'q')) })], []],
    ['grants on a scope', [list('assignment', { scope: 'acme/x' })], [GRANT]],
    ['one scope', [list('scope', { address: scopeAddress('acme/y') })], [MEMBER, GROUP, GRANT, ROLE, SCOPE]],
  ])('where %s', (_, unknown, unseen) => {
    const all = [MEMBER, GROUP, GRANT, ROLE, SCOPE];
    expect(all.filter((fact) => isUnseen(unknown, fact))).toEqual(unseen);
  });
});

const side = (which: 'desired' | 'live') =>
  new Side('acme', which).scope('acme', 'organization', 'Acme').member('ana@acme.com');

/** Acme with these people whom nobody wrote. */
function drifted(...people: readonly string[]): DriftEntry {
  const live = people.reduce((made, one) => made.member(one), side('live'));
  const plan = planned(desiredOf('acme', lumoauth, side('desired')), live);
  return { plan, findings: driftOf(plan), deeds: new Map() };
}

const compared = (
  entry: DriftEntry,
  previous: PreviousDrift,
  unknown?: readonly UnknownList[],
): DriftEntry => ({
  ...entry,
  history: driftHistory(entry.findings, previous, unknown),
});

const previousOf = (entry: DriftEntry): PreviousDrift => {
  const [previous] = got(readPreviousReport(jsonText(driftJson([entry])), 'before.json'));
  if (previous === undefined) throw new Error('no organization');
  return previous;
};

describe('a report after a read that lacked a list', () => {
  const first = previousOf(drifted('eve@evil.example'));
  const blind = compared(drifted(), first, [list('member')]);

  it('says in every form that the fact was not seen, and never that it recovered', () => {
    const texts = [driftText([blind], plain), driftMarkdown([blind]), driftHtml([blind])];
    for (const text of texts) {
      expect(text).toMatch(/Not seen/);
      expect(text).toContain('eve@evil.example');
      expect(text).not.toMatch(/recovered/i);
    }
    const json = driftJson([blind]).organizations[0]?.compared;
    expect([json?.recovered, json?.unseen.map(({ fact }) => fact)]).toEqual([
      [],
      ['member:acme/eve@evil.example'],
    ]);
  });

  it('hands it on: it is there since the first report, or recovers, once somebody can look', () => {
    const [since] = first.findings.map(({ firstSeenAt }) => firstSeenAt);
    const handed = previousOf(blind);
    const again = drifted('eve@evil.example');
    expect([...(compared(again, handed).history?.since.values() ?? [])]).toEqual([since]);
    expect(compared(drifted(), handed).history?.recovered.map(({ firstSeenAt }) => firstSeenAt)).toEqual([
      since,
    ]);
    expect(previousOf(compared(drifted(), handed)).findings).toEqual([]);
  });
});

it('of a random plan against itself everything is there since, and nothing new or gone', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const entry: DriftEntry = { plan, findings: driftOf(plan), deeds: new Map() };
      const { since, recovered, unseen } = driftHistory(entry.findings, previousOf(entry), undefined);
      expect([since.size, recovered, unseen]).toEqual([entry.findings.length, [], []]);
      expect(new Set(entry.findings.map((one) => `${one.kind} ${factName(one)}`)).size).toBe(
        entry.findings.length,
      );
      const empty = { organization: 'x', platform: 'x', readAt: '2026-01-01T00:00:00Z', findings: [] };
      expect(driftHistory(entry.findings, empty, undefined).since.size).toBe(0);
      const gone = driftHistory([], previousOf(entry), undefined);
      expect(gone.recovered).toHaveLength(entry.findings.length);
    }),
    { numRuns: 60 },
  );
});

it('a fact that goes the other way now is new, and recovered from nothing', () => {
  const entry = drifted('eve@evil.example');
  const [finding] = entry.findings;
  if (finding === undefined) throw new Error('no drift');
  const reported = {
    kind: 'removed' as const,
    fact: factName(finding),
    what: 'x',
    live: null,
    contradicts: place(1, 1),
    firstSeenAt: '2026-01-01T00:00:00Z',
  };
  const previous = {
    organization: 'acme',
    platform: 'lumoauth',
    readAt: '2026-01-02T00:00:00Z',
    findings: [reported],
  };
  const history = driftHistory(entry.findings, previous, undefined);
  expect([history.since.size, history.recovered]).toEqual([0, []]);
});
