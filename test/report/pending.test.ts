import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { whatJson, whoJson, whyJson } from '../../src/report/answer/answer-json.ts';
import { whatMarkdown, whoMarkdown, whyMarkdown } from '../../src/report/answer/answer-markdown.ts';
import { whatText, whoText, whyText } from '../../src/report/answer/answer-text.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { spellingOf } from '../../src/resource/spelling.ts';
import { chalet } from '../connector/platforms.ts';
import { live, planOf, written } from '../plan/fixtures.ts';

const found = [
  live.scope('acme', 'organization'),
  live.member('ada@x.io'),
  live.member('bo@x.io', 'invited', {
    invitation: { sent: 2, sentAt: '2027-02-27T00:00:00.500Z', expiresAt: '2027-03-06T00:00:00.500Z' },
  }),
  live.member('cy@x.io', 'expired', {
    invitation: { sent: 3, sentAt: '2027-01-01T00:00:00Z', expiresAt: null },
  }),
  ...['ada@x.io', 'bo@x.io', 'cy@x.io'].map((who) => live.given('acme', `member:${who}`, ['signer'])),
];
const source: AccessSource = {
  organization: 'acme',
  source: 'live',
  platform: chalet,
  resources: found,
  access: buildAccess(chalet, found),
  spelling: spellingOf({ resources: found }),
};

describe('somebody invited will have, once accepted, what is given already', () => {
  it('among those who do', () => {
    const asked = { permission: 'signing:use', scope: 'acme' };
    const text = whoText(asked, source, plain);
    expect(text).toContain('signing:use on acme (live): 1 person, and 1 person once accepted');
    expect(text).toMatch(/will have, once accepted:\n {2}bo@x.io/);
    expect(whoMarkdown(asked, source)).toContain('**will have, once accepted:**');
    expect(whoJson(asked, source)).toMatchObject({
      people: [{ member: 'ada@x.io' }],
      onceAccepted: [{ member: 'bo@x.io' }],
    });
  });

  it('of one person, on every scope', () => {
    const asked = { member: 'bo@x.io', scope: null };
    expect(whatText(asked, source, plain)).toMatch(
      /no access, .* invited[\s\S]*will have, once accepted:\nacme/,
    );
    expect(whatMarkdown(asked, source)).toContain('**will have, once accepted:**');
    expect(whatJson(asked, source)).toMatchObject({ scopes: [], onceAccepted: [{ scope: 'acme' }] });
    // Nobody can accept what has expired.
    expect(whatJson({ member: 'cy@x.io', scope: null }, source).onceAccepted).toEqual([]);
  });

  it('and why', () => {
    const asked = { member: 'bo@x.io', permission: 'signing:use', scope: 'acme' };
    const said = 'not yet (live): bo@x.io will have, once accepted, signing:use on acme';
    expect(whyText(asked, source, plain)).toContain(said);
    expect(whyMarkdown(asked, source)).toContain('not yet');
    expect(whyJson(asked, source)).toMatchObject({
      holds: false,
      paths: [],
      onceAccepted: [expect.anything()],
    });
    expect(whyJson({ ...asked, member: 'ada@x.io' }, source)).toMatchObject({
      holds: true,
      onceAccepted: [],
    });
  });
});

describe('a plan', () => {
  const wanted = [
    written.scope('acme', 'organization'),
    ...['ada@x.io', 'bo@x.io', 'cy@x.io'].flatMap((who) => [
      written.member(who),
      written.given('acme', `member:${who}`, ['signer']),
    ]),
  ];
  const plan = planOf(chalet, wanted, found);

  it('tells invitations under way, and that there is nothing to do about them', () => {
    const line = 'bo@x.io to acme: sent 2 times, last 2027-02-27T00:00:00Z, expires 2027-03-06T00:00:00Z';
    expect(planText([plan], plain)).toContain(line);
    expect(planText([plan], plain)).toContain('acme: no changes');
    expect(planMarkdown([plan])).toContain('sent 2 times');
  });

  it('read backwards names the invitation that expired, although it is not sent again', () => {
    expect(driftOf(plan)).toMatchObject([
      {
        kind: 'expired',
        address: 'member:acme/cy@x.io',
        what: 'the invitation of member cy@x.io has expired: sent 3 times, last 2027-01-01T00:00:00Z',
      },
    ]);
  });
});
