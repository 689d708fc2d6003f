import type { Authority, Desired, RuledOut } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Change } from '../../src/plan/change.ts';
import { changeFingerprints } from '../../src/plan/change-fingerprints.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { OwnableType } from '../../src/platform/owners.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Address, PartKey } from '../../src/resource/address.ts';
import { memberId, type Principal, parentScope } from '../../src/resource/identifiers.ts';
import type {
  Entries,
  Invitation,
  MembershipState,
  Resource,
  Snapshot,
} from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Short ways to say what is written and what is live. */

export const LINE: Origin = { from: 'file', file: 'acme.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
export const LIVE: Origin = { from: 'live', url: 'http://platform/acme' };
export const TOMB: Origin = {
  from: 'file',
  file: 'acme.yaml',
  line: 99,
  column: 1,
  endLine: 99,
  endColumn: 2,
};

export const FULL: Authority = {
  scope: 'full',
  role: 'full',
  member: 'full',
  group: 'full',
  assignment: 'full',
};
export const DECLARED: Authority = {
  scope: 'declared',
  role: 'declared',
  member: 'declared',
  group: 'declared',
  assignment: 'declared',
};

const entries = (keys: readonly string[], origin: Origin): Entries => new Map(keys.map((k) => [k, origin]));

interface RoleSays {
  readonly home?: string;
  readonly title?: string;
  readonly description?: string;
  readonly permissions?: readonly string[];
  readonly includes?: readonly string[];
}
interface GroupSays {
  readonly title?: string;
  readonly description?: string;
  readonly members?: readonly string[];
  /** `privacy=secret`. */
  readonly settings?: readonly string[];
  /** `ben@acme.com=lead`. */
  readonly membershipRoles?: readonly string[];
  readonly groups?: readonly string[];
  readonly permissions?: readonly string[];
}

interface MemberSays {
  readonly scope?: string;
  readonly invitation?: Invitation;
}

/** Resources of one side. */
export function side(origin: Origin) {
  return {
    scope: (path: string, kind: string, title = path, settings: readonly string[] = []): Resource =>
      resourceWith(
        'scope',
        { path, kind, title, settings: entries(settings, origin), parent: parentScope(path) },
        origin,
      ),
    role: (name: string, says: RoleSays = {}): Resource =>
      resourceWith(
        'role',
        {
          home: says.home ?? 'acme',
          name,
          title: says.title ?? name,
          description: says.description ?? '',
          permissions: entries(says.permissions ?? ['documents:read'], origin),
          includes: entries(says.includes ?? [], origin),
        },
        origin,
      ),
    /** Of the organization, unless a scope below is given. */
    member: (display: string, state: MembershipState = 'active', says: MemberSays = {}): Resource =>
      resource(
        'member',
        {
          scope: says.scope ?? 'acme',
          member: memberId(display, 'fold-case'),
          display,
          state,
          invitation: says.invitation ?? null,
        },
        origin,
      ),
    /** `path` is home and name: `acme/qa`. */
    group: (path: string, says: GroupSays = {}): Resource => {
      const cut = path.lastIndexOf('/');
      return resourceWith(
        'group',
        {
          home: path.slice(0, cut),
          name: path.slice(cut + 1),
          title: says.title ?? path.slice(cut + 1),
          description: says.description ?? '',
          settings: entries(says.settings ?? [], origin),
          members: entries(says.members ?? [], origin),
          membershipRoles: entries(says.membershipRoles ?? [], origin),
          groups: entries(says.groups ?? [], origin),
          permissions: entries(says.permissions ?? [], origin),
        },
        origin,
      );
    },
    /** `who` is a principal's key: `member:ada@acme.com`, `group:acme/qa`. */
    given: (scope: string, who: string, roles: readonly string[] = []): Resource =>
      resourceWith('assignment', { scope, principal: principal(who), roles: entries(roles, origin) }, origin),
  };
}

export const written = side(LINE);
export const live = side(LIVE);

function principal(key: string): Principal {
  const cut = key.indexOf(':');
  const rest = key.slice(cut + 1);
  return key.slice(0, cut) === 'group' ? { type: 'group', group: rest } : { type: 'member', member: rest };
}

export function desiredOf(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  more: {
    readonly authority?: Authority;
    readonly ruledOut?: Readonly<Record<string, RuledOut['why']>>;
    readonly unstated?: readonly PartKey[];
    readonly recordedWhole?: ReadonlySet<OwnableType>;
  } = {},
): Desired {
  const ruledOut = Object.entries(more.ruledOut ?? {}).map(
    ([key, why]) => [key as Address, { why, origin: TOMB }] as const,
  );
  return {
    organization: 'acme',
    platform,
    instant: '2027-03-01T00:00:00Z',
    resources,
    ruledOut: new Map(ruledOut),
    authority: more.authority ?? FULL,
    windows: [],
    unstated: new Set(more.unstated),
    ...(more.recordedWhole === undefined ? {} : { recordedWhole: more.recordedWhole }),
  };
}

export function snapshotOf(resources: readonly Resource[]): Snapshot {
  return { organization: 'acme', resources, revision: '1', readAt: '2027-03-01T00:00:00Z' };
}

export function planOf(
  platform: PlatformDefinition,
  desired: readonly Resource[],
  found: readonly Resource[],
  more: Parameters<typeof desiredOf>[2] = {},
): Plan {
  return buildPlan(desiredOf(platform, desired, more), snapshotOf(found));
}

/** The facts of a plan in a stable order. */
export function facts(changes: readonly Change[]): readonly string[] {
  return [...changeFingerprints(changes)].sort();
}
