import { describe, expect, it } from 'vitest';
import { planOrganization } from '../../src/plan/organization.ts';
import type { MembershipState, Snapshot } from '../../src/resource/resource.ts';
import { desiredOf, liveOf, type PlatformName } from '../platform/shipped.ts';

/** The organization live as written, with some people in another state than active. */
function live(
  name: PlatformName,
  yaml: string,
  states: Readonly<Record<string, MembershipState>> = {},
): Snapshot {
  const snapshot = liveOf(name, yaml);
  const resources = snapshot.resources.map((one) => {
    const state = one.type === 'member' ? states[one.attributes.member] : undefined;
    return one.type !== 'member' || state === undefined
      ? one
      : { ...one, attributes: { ...one.attributes, state } };
  });
  return { ...snapshot, resources };
}

function told(name: PlatformName, yaml: string, snapshot: Snapshot): readonly string[] {
  const { diagnostics } = planOrganization(desiredOf(name, yaml), snapshot);
  return diagnostics
    .filter(({ code }) => code === 'invariant-broken')
    .map(({ severity, message, hint }) => `${severity}: ${message} ${hint}`);
}

const owned = (...owners: readonly string[]) =>
  `members:\n${owners.map((owner) => `  ${owner}: { roles: [owner] }\n`).join('')}`;

describe('the last holder is not planned away', () => {
  it.each<[string, PlatformName, string, Snapshot, readonly string[]]>([
    [
      'the successor is only invited now, and is made an owner later',
      'bilbis',
      owned('new'),
      live('bilbis', owned('old')),
      [
        'error: last-owner: acme would be left with 0 active holders of owner; Bilbis wants at least 1. Keep one of them until somebody else who has accepted an invitation is owner.',
      ],
    ],
    [
      'the successor is an owner and has not accepted',
      'appcircle',
      owned('new@acme.com'),
      live('appcircle', owned('old@acme.com', 'new@acme.com'), { 'new@acme.com': 'invited' }),
      [
        'error: last-owner: acme would be left with 0 active holders of owner; Appcircle wants at least 1. Keep one of them until somebody else who has accepted an invitation is owner.',
      ],
    ],
    [
      'his invitation has expired',
      'gorules',
      owned('new@acme.com'),
      live('gorules', owned('old@acme.com', 'new@acme.com'), { 'new@acme.com': 'expired' }),
      [expect.stringContaining('GoRules wants at least 1')],
    ],
    [
      'he has accepted',
      'gorules',
      owned('new@acme.com'),
      live('gorules', owned('old@acme.com', 'new@acme.com')),
      [],
    ],
    [
      'he is a member and becomes owner in the same apply',
      'bilbis',
      owned('new'),
      live('bilbis', `${owned('old')}  new:\n`),
      [],
    ],
    [
      'there was none before: the first apply of an organization',
      'appcircle',
      owned('new@acme.com'),
      { ...live('appcircle', owned('new@acme.com')), resources: [] },
      [],
    ],
    ['one of two goes', 'bilbis', owned('old'), live('bilbis', owned('old', 'new')), []],
  ])('%s', (_, name, yaml, snapshot, expected) => {
    expect(told(name, yaml, snapshot)).toEqual(expected);
  });
});
