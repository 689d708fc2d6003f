import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
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

/** Errors, and what is deferred with what it waits for. */
function told(name: PlatformName, yaml: string, snapshot: Snapshot): readonly string[] {
  const { diagnostics, changes } = buildPlan(desiredOf(name, yaml), snapshot);
  return [
    ...diagnostics
      .filter(({ code }) => code === 'invariant-broken')
      .map(({ severity, message, hint }) => `${severity}: ${message} ${hint}`),
    ...changes.flatMap((change) =>
      change.action === 'deferred' ? [`${change.wanted}: waits for ${change.waitsFor}`] : [],
    ),
  ].sort();
}

const owned = (...owners: readonly string[]) =>
  `members:\n${owners.map((owner) => `  ${owner}: { roles: [owner] }\n`).join('')}`;

const WAITS = 'new@acme.com accepting the invitation, to be owner on acme instead';

describe('the last holder is not planned away', () => {
  it.each<[string, PlatformName, string, Snapshot, readonly string[]]>([
    [
      'the successor is only invited now, and is made an owner later',
      'bilbis',
      owned('new'),
      live('bilbis', owned('old')),
      [
        'member old removed: waits for new accepting the invitation, to be owner on acme instead',
        'role owner of new on acme: waits for new accepting the invitation',
        'roles of old on acme removed: waits for new accepting the invitation, to be owner on acme instead',
      ],
    ],
    [
      'the successor is an owner and has not accepted',
      'appcircle',
      owned('new@acme.com'),
      live('appcircle', owned('old@acme.com', 'new@acme.com'), { 'new@acme.com': 'invited' }),
      [
        `member old@acme.com removed: waits for ${WAITS}`,
        `roles of old@acme.com on acme removed: waits for ${WAITS}`,
      ],
    ],
    [
      'his invitation has expired, and he is invited again',
      'gorules',
      owned('new@acme.com'),
      live('gorules', owned('old@acme.com', 'new@acme.com'), { 'new@acme.com': 'expired' }),
      [
        `member old@acme.com removed: waits for ${WAITS}`,
        `roles of old@acme.com on acme removed: waits for ${WAITS}`,
      ],
    ],
    [
      'the last one is to go at once, whoever comes after',
      'appcircle',
      `${owned('new@acme.com')}  old@acme.com: { absent: true }\n`,
      live('appcircle', owned('old@acme.com', 'new@acme.com'), { 'new@acme.com': 'invited' }),
      // The platform refuses to be left without, whatever the documents say of when.
      [
        `member old@acme.com removed: waits for ${WAITS}`,
        `roles of old@acme.com on acme removed: waits for ${WAITS}`,
      ],
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

  // Who is declared without roles has not been ruled out: the demotion waits like any other.
  it.each(['gorules', 'appcircle', 'bilbis'] as const)('who hands over and stays a member: %s', (name) => {
    const [old, other] = name === 'bilbis' ? ['old', 'new'] : ['old@acme.com', 'new@acme.com'];
    const handedOver = `members:\n  ${old}:${name === 'bilbis' ? ' { roles: [developer] }' : ''}\n  ${other}: { roles: [owner] }\n`;
    const before = live(name, owned(old));
    const plan = buildPlan(desiredOf(name, handedOver), before);
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    // The invitation is sent, and whoever is the last owner is it until then.
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ action: 'create', address: `member:acme/${other}` }),
    );
    expect(plan.changes.filter(({ action }) => action === 'deferred')).toContainEqual(
      expect.objectContaining({
        address: `assignment:acme|member:${old}`,
        waitsFor: `${other} accepting the invitation, to be owner on acme instead`,
      }),
    );
    // Accepted, the demotion is made.
    const accepted = live(name, owned(old, other));
    const then = buildPlan(desiredOf(name, handedOver), accepted);
    expect(then.changes).toMatchObject([{ address: `assignment:acme|member:${old}` }]);
    expect(then.changes[0]?.action).not.toBe('deferred');
  });
});

describe('until a successor has accepted only what must wait waits', () => {
  const NEW = 'new: { roles: [owner] }';
  const group = (members: string, roles: string, more = ''): string =>
    `groups:\n  chiefs: { members: [${members}], roles: [${roles}]${more} }\n`;
  const people = (...lines: readonly string[]): string =>
    `members:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const WAITING = 'new accepting the invitation, to be owner on acme instead';

  it.each<[string, string, string, readonly string[], readonly string[]]>([
    [
      'another role beside it goes at once',
      people('old: { roles: [owner, moderator, ci_cd_admin] }'),
      people(NEW),
      ['update assignment:acme|member:old −ci_cd_admin −moderator'],
      ['member old removed', 'roles of old on acme removed'],
    ],
    [
      'a role that takes its place is given at once',
      people('old: { roles: [owner, moderator] }'),
      people(NEW, 'old: { roles: [ci_cd_admin] }'),
      ['update assignment:acme|member:old +ci_cd_admin −moderator'],
      ['role owner taken from roles of old on acme'],
    ],
    [
      'what is held on another scope goes at once',
      `${people('old: { roles: [owner] }')}repositories: { app: { members: { old: { roles: [admin] } } } }\n`,
      `${people(NEW)}repositories: { app: }\n`,
      ['delete assignment:acme/repositories/app|member:old'],
      ['member old removed', 'roles of old on acme removed'],
    ],
    [
      'others in a group that goes leave it at once',
      people('old:', 'bo:') + group('old, bo', 'owner'),
      people(NEW, 'bo:'),
      ['delete member:acme/old', 'update group:acme/chiefs −old'],
      ['bo taken out of group chiefs', 'group chiefs removed', 'roles of group chiefs on acme removed'],
    ],
    [
      'other roles of a group go at once',
      people('old:') + group('old', 'owner, moderator'),
      people(NEW),
      ['update assignment:acme|group:acme/chiefs −moderator'],
      ['group chiefs removed', 'member old removed', 'roles of group chiefs on acme removed'],
    ],
    [
      'a role that a group keeps beside it stays, and one that it loses goes',
      people('old:') + group('old', 'owner, moderator, ci_cd_admin'),
      people(NEW, 'old:') + group('old', 'moderator'),
      ['update assignment:acme|group:acme/chiefs −ci_cd_admin'],
      ['role owner taken from roles of group chiefs on acme'],
    ],
    [
      'a group stays and all others go at once',
      people('old:', 'bo:', 'cy:') + group('old, bo, cy', 'owner'),
      people(NEW, 'old:', 'bo:', 'cy:') + group('', 'owner'),
      ['update group:acme/chiefs −cy −old'],
      ['bo taken out of group chiefs'],
    ],
    [
      'a group in a group: the way stays and nothing beside it',
      people('old:', 'bo:', 'cy:') +
        group('cy', 'owner', ', groups: [low]') +
        '  low: { members: [old], groups: [side] }\n  side: { members: [bo] }\n',
      people(NEW, 'old:', 'bo:'),
      ['delete member:acme/cy', 'update group:acme/chiefs −cy', 'update group:acme/low −old'],
      [
        'group acme/low taken out of group chiefs',
        'group acme/side taken out of group low',
        'group chiefs removed',
        'group low removed',
        'group side removed',
        'roles of group chiefs on acme removed',
      ],
    ],
  ])('%s', (_, before, after, made, deferred) => {
    const plan = buildPlan(desiredOf('github', after), live('github', before));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const shown = plan.changes.flatMap((change): string[] => {
      if (change.action === 'deferred' || change.action === 'create') return [];
      if (change.action === 'delete') return [`delete ${change.address}`];
      const entries = change.fields.flatMap((field) =>
        field.kind === 'text'
          ? []
          : [
              ...field.added.map(({ entry }) => `+${entry}`),
              ...field.removed.map(({ entry }) => `−${entry}`),
            ],
      );
      return [[change.action, change.address, ...entries].join(' ')];
    });
    expect(shown.sort()).toEqual(made);
    const waits = plan.changes.flatMap((change) =>
      change.action === 'deferred' && change.waitsFor === WAITING ? [change.wanted] : [],
    );
    expect(waits.sort()).toEqual(deferred);
  });
});
