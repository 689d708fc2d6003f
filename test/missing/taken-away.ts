import type { AccessPath } from '../../src/access/access-path.ts';
import type { DeniedQuestion } from '../../src/missing/denied-side.ts';
import type { Obstacle } from '../../src/missing/obstacle.ts';
import type { Permission, PlatformDefinition, ScopeKind } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import { memberAddress } from '../../src/resource/address.ts';
import { principalKey, type ScopePath } from '../../src/resource/identifiers.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { resourceWith } from '../../src/resource/resource-types.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import type { Organization } from '../access/random.ts';

/** A document without the bounds of windows that an answer names. */
export function withoutBounds(
  document: OrganizationDocument,
  obstacles: readonly Obstacle[],
): OrganizationDocument {
  const places = new Set(
    obstacles.flatMap((one) => (one.obstacle === 'window' ? [formatOrigin(one.origin)] : [])),
  );
  return withoutBoundsAt(document, ({ origin }) => origin !== undefined && places.has(formatOrigin(origin)));
}

/** A document in which nothing begins or ends. */
export function withoutAnyBounds(document: OrganizationDocument): OrganizationDocument {
  return withoutBoundsAt(document, () => true);
}

function withoutBoundsAt(
  document: OrganizationDocument,
  isGone: (bound: { readonly origin?: Resource['origin'] }) => boolean,
): OrganizationDocument {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, visit(one)]));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => {
      const bound =
        key === 'from' || key === 'until' ? (one as { origin?: Resource['origin'] } | null) : null;
      return [key, bound !== null && isGone(bound) ? null : visit(one)];
    });
    return Object.fromEntries(entries);
  };
  return visit(document) as OrganizationDocument;
}

/** Nothing in the way of anything, and everybody active. */
export function opened({ platform, resources }: Organization): Organization {
  const kinds = [...platform.scopeKinds].map(([name, kind]) => {
    const settings = new Map(
      [...kind.settings].filter(([setting]) => setting !== 'mode' && setting !== 'entry'),
    );
    return [name, { ...kind, inherits: 'union' as const, flowDown: true, settings }] as const;
  });
  const roles = [...platform.roles].map(
    ([name, role]) => [name, { ...role, reach: 'both' as const }] as const,
  );
  return {
    platform: {
      ...platform,
      scopeKinds: new Map(kinds),
      roles: new Map(roles),
      customRoles: platform.customRoles === null ? null : { ...platform.customRoles, reach: 'both' as const },
      groups: { ...platform.groups, settings: new Map() },
      denies: null,
    },
    resources: resources.map((r) =>
      r.type === 'member' ? { ...r, attributes: { ...r.attributes, state: 'active' as const } } : r,
    ),
  };
}

/** The organization without everything else that an answer names. It shares no code with what names it. */
export function without(
  { platform, resources }: Organization,
  { member }: DeniedQuestion,
  obstacles: readonly Obstacle[],
): Organization {
  let now: Organization = { platform, resources };
  for (const one of obstacles) now = withoutOne(now, member, one);
  return now;
}

function withoutOne({ platform, resources }: Organization, member: string, one: Obstacle): Organization {
  switch (one.obstacle) {
    case 'window':
    case 'absent':
      return { platform, resources };
    case 'membership': {
      const address = memberAddress(one.scope, member);
      return {
        platform,
        resources: resources.map((r) =>
          r.type === 'member' && r.address === address
            ? { ...r, attributes: { ...r.attributes, state: 'active' as const } }
            : r,
        ),
      };
    }
    case 'gate': {
      const principal = { type: 'member', member } as const;
      const attached = { scope: one.scope, principal, roles: new Map() };
      return { platform, resources: [...resources, resourceWith('assignment', attached, one.origin)] };
    }
    case 'isolated':
      return ofOtherKind(platform, resources, one.scope, { inherits: 'union', settings: new Map() });
    case 'closed-scope':
      return {
        platform,
        resources: resources.map((r) => {
          if (r.type !== 'scope' || r.attributes.path !== one.scope) return r;
          const left = [...r.attributes.settings].filter(
            ([entry]) => entry !== `${one.setting}=${one.value}`,
          );
          return { ...r, attributes: { ...r.attributes, settings: new Map(left) } };
        }),
      };
    case 'flow-down':
      return ofOtherKind(platform, resources, one.scope, { flowDown: true });
    case 'override': {
      const gone = new Set(one.by.map(({ principal, role }) => `${principalKey(principal)} ${role}`));
      return {
        platform,
        resources: resources.map((r) => {
          if (r.type !== 'assignment' || r.attributes.scope !== one.scope) return r;
          const key = principalKey(r.attributes.principal);
          const kept = (entries: Entries) =>
            new Map([...entries].filter(([role]) => !gone.has(`${key} ${role}`)));
          const { roles, below } = r.attributes;
          return { ...r, attributes: { ...r.attributes, roles: kept(roles), below: kept(below) } };
        }),
      };
    }
    case 'deactivating-group':
      return {
        platform,
        resources: resources.map((r) => {
          if (r.type !== 'group' || `${r.attributes.home}/${r.attributes.name}` !== one.group) return r;
          const left = [...r.attributes.settings].filter(
            ([entry]) => entry !== `${one.by.setting}=${one.by.value}`,
          );
          return { ...r, attributes: { ...r.attributes, settings: new Map(left) } };
        }),
      };
    case 'deny':
      return withoutDeny(platform, resources, one.denial);
    case 'reach': {
      const roles = new Map(
        [...platform.roles].map(([name, role]) => [
          name,
          name === one.role ? { ...role, reach: 'both' as const } : role,
        ]),
      );
      const custom = platform.customRoles;
      const customRoles =
        custom === null || platform.roles.has(one.role) ? custom : { ...custom, reach: 'both' as const };
      return { platform: { ...platform, customRoles, roles }, resources };
    }
  }
}

/** Denied by nobody, and given to nobody. */
const NOTHING: Permission = { name: 'lifted:nothing', title: '', module: null, implies: [], parameter: null };

/**
 * Whatever the denial names denies nothing more that anybody is given. It denies something still: a role that gives nothing
 * and denies nothing would override what comes from above.
 */
function withoutDeny(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  denial: AccessPath,
): Organization {
  const roles = new Set(denial.flatMap((step) => (step.step === 'denies' ? [step.role] : [])));
  const entries = new Set(
    denial.flatMap((step) =>
      step.step === 'denied' ? [`${step.scope} ${principalKey(step.principal)} ${step.role}`] : [],
    ),
  );
  return {
    platform: {
      ...platform,
      permissions: new Map([...platform.permissions, [NOTHING.name, NOTHING]]),
      roles: new Map(
        [...platform.roles].map(([name, role]) => [
          name,
          roles.has(name) ? { ...role, denies: [NOTHING.name] } : role,
        ]),
      ),
    },
    resources: resources.map((r) => {
      if (r.type === 'role' && roles.has(r.attributes.name))
        return { ...r, attributes: { ...r.attributes, denies: new Map([[NOTHING.name, r.origin]]) } };
      if (r.type !== 'assignment') return r;
      const { scope, principal } = r.attributes;
      const denied = new Map(
        [...r.attributes.denied].filter(
          ([role]) => !entries.has(`${scope} ${principalKey(principal)} ${role}`),
        ),
      );
      return { ...r, attributes: { ...r.attributes, denied } };
    }),
  };
}

/** One scope made another kind of its own, that is the same but for this. */
function ofOtherKind(
  platform: PlatformDefinition,
  resources: readonly Resource[],
  path: ScopePath,
  change: Partial<ScopeKind>,
): Organization {
  const found = resources.find((r) => r.type === 'scope' && r.attributes.path === path);
  if (found?.type !== 'scope') throw new Error(`no scope ${path}`);
  const kind = platform.scopeKinds.get(found.attributes.kind);
  if (kind === undefined) throw new Error(`no kind of ${path}`);
  const name = `${kind.name} of ${path}`;
  return {
    platform: {
      ...platform,
      scopeKinds: new Map([...platform.scopeKinds, [name, { ...kind, ...change, name }]]),
    },
    resources: resources.map((r) =>
      r === found ? { ...found, attributes: { ...found.attributes, kind: name } } : r,
    ),
  };
}
