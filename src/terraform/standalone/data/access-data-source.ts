import { permissionNamed } from '../../../platform/permission-instances.ts';
import { pathWithoutPlaces } from '../../../report/path-phrase.ts';
import { scopeAddress } from '../../../resource/address.ts';
import { type MemberId, memberId } from '../../../resource/identifiers.ts';
import { known } from '../../../source/known.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { mapOf } from '../schema/equivalence.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { absent } from './not-there.ts';
import { computed, given, source } from './snapshot-data-source.ts';

/** How many ways an answer to "why" lists: the shortest are what a reader wants. */
const WAYS = 20;

export const ACCESS_SOURCE = source({
  name: 'bylaw_access',
  description:
    'Effective access on one scope: by groups, roles, what they include and what is inherited. Name a permission to learn who holds it, a member to learn what they hold, both to learn whether and why, neither for all of it.',
  attributes: {
    scope: given('required', 'Path of the scope.'),
    permission: given('optional', 'A permission of the platform: `documents:read`.'),
    member: given('optional', 'Key of a person.'),
    members: computed('list', 'Who holds the permission or, without one, who holds anything on the scope.'),
    permissions: computed('list', 'What the member holds or, without one, what anybody holds on the scope.'),
    allowed: computed('bool', 'With both a member and a permission: whether it is held.'),
    because: computed('list', `With both: the ways that give it, shortest first, at most ${WAYS}.`),
    grants: computed(
      'map',
      'With neither: everybody the platform knows to their permissions there, separated by commas; an empty text is none. What `can` takes.',
    ),
  },
  find(config, session) {
    const { platform, live } = session;
    const scope = textOrEmpty(config.scope);
    const permission = typeof config.permission === 'string' ? config.permission : null;
    const member =
      typeof config.member === 'string' ? memberId(config.member, platform.members.compare) : null;
    const wrong = missingPermission(permission, session);
    const missing = [...missingScope(scope, session), ...missingPerson(member, session)];
    if (missing.length > 0) return { row: null, problems: [...missing, ...wrong], missed: true };
    if (wrong.length > 0) return { row: null, problems: wrong };
    const answers = live.access();
    const people = member === null ? answers.members : [member];
    const holds = new Map(people.map((one) => [one, answers.permissions(one, scope)]));
    const heldBy = (one: MemberId) => known(holds.get(one), `what ${one} holds`);
    const holding = people.filter((one) =>
      permission === null ? heldBy(one).length > 0 : answers.can(one, permission, scope),
    );
    const held = new Set([...holds.values()].flat());
    const both = member !== null && permission !== null;
    return {
      row: {
        scope,
        permission,
        member: config.member ?? null,
        members: holding,
        permissions: [...answers.relation.platform.permissions.keys()].filter((name) =>
          permission === null ? held.has(name) : name === permission && holding.length > 0,
        ),
        allowed: both ? holding.length > 0 : null,
        because: both
          ? answers
              .explainUpTo(member, permission, scope, WAYS)
              .paths.map((accessPath) => pathWithoutPlaces(accessPath, live.spelling))
          : null,
        grants:
          member === null && permission === null
            ? mapOf(everybody(session).map((one) => [one, answers.permissions(one, scope).join(',')]))
            : null,
      },
    };
  },
});

function missingScope(scope: string, { live }: ReadyProvider): readonly RowDiagnostic[] {
  if (live.get('scope', scopeAddress(scope)) !== null) return [];
  const known = live.all('scope').map(({ attributes: a }) => a.path);
  return [absent('scope', scope, scope, known, 'scope')];
}

function everybody({ live }: ReadyProvider): readonly string[] {
  return [...new Set(live.all('member').map(({ attributes: a }) => a.member))].sort();
}

/** Nobody is allowed nothing by being misspelled: a check that somebody may not do a thing would pass for ever. */
function missingPerson(member: string | null, session: ReadyProvider): readonly RowDiagnostic[] {
  const known = everybody(session);
  if (member === null || known.includes(member)) return [];
  return [absent('member', member, member, known, 'member')];
}

function missingPermission(
  permission: string | null,
  { platform: p }: ReadyProvider,
): readonly RowDiagnostic[] {
  if (permission === null || permissionNamed(p, permission) !== undefined) return [];
  return [
    absent(`permission of ${p.title}`, permission, permission, [...p.permissions.keys()], 'permission'),
  ];
}
