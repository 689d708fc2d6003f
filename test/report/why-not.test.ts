import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { rolesHeldIn } from '../../src/access/held-roles.ts';
import { compile } from '../../src/compile/compile.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument, WrittenScope } from '../../src/policy/document-types.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import { missingAccess } from '../../src/report/answer/missing-access.ts';
import { childScope, memberId, type ScopePath } from '../../src/resource/identifiers.ts';
import type { MembershipState } from '../../src/resource/resource.ts';
import { BY_ID, spellingOf } from '../../src/resource/spelling.ts';
import { BILBIS, ESTATE, GORULES, organizations } from '../compile/organizations.ts';
import { bilbis, estate, gorules } from '../compile/platforms.ts';
import { NOON } from '../compile/said.ts';
import { desiredOf, type PlatformName } from '../platform/shipped.ts';

function sourceOf(name: PlatformName, yaml: string, state: MembershipState = 'active'): AccessSource {
  const desired = desiredOf(name, yaml);
  const { platform, organization } = desired;
  const resources = desired.resources.map((r) =>
    r.type === 'member' ? { ...r, attributes: { ...r.attributes, state } } : r,
  );
  const effectiveAccess = buildAccess(platform, resources);
  return {
    organization,
    source: 'desired',
    platform,
    resources,
    access: effectiveAccess,
    spelling: spellingOf(desired),
  };
}

const missing = (name: PlatformName, yaml: string, member: string, permission: string, scope: string) =>
  missingAccess({ member, permission, scope }, sourceOf(name, yaml));

describe('a proposal is tried on the person, where it may be given, and is the smallest that works', () => {
  it('of a module: only roles of it that give the permission', () => {
    const yaml = `members:
  ana@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { signing-identities: viewer } }
sub-organizations: { mobile: {} }
`;
    const { wouldGive } = missing(
      'appcircle',
      yaml,
      'bob@acme.com',
      'build:view',
      'acme/sub-organizations/mobile',
    );
    expect(wouldGive).toEqual(['build-viewer']);
  });

  it('a custom role is not proposed outside the scope it is declared in', () => {
    const yaml = `members: { ana@acme.com: { roles: [super-admin] }, bo@acme.com: }
groups: { g: { members: [bo@acme.com, ana@acme.com] } }
units:
  emea: { roles: { exporter: { permissions: ["workspace:access"] } } }
  apac: { groups: { g: } }
`;
    const found = (scope: string) =>
      missing('oten', yaml, 'bo@acme.com', 'workspace:access', scope).wouldGive;
    expect(found('acme/units/apac')).not.toContain('exporter');
    expect(found('acme/units/emea')).toContain('exporter');
  });
});

describe('what is told as held is held', () => {
  it.each<[PlatformName, string, string, string]>([
    ['bilbis', 'members: { ana: { roles: [owner] }, eve: { roles: [viewer] } }\n', 'eve', 'pipelines:run'],
    [
      'github',
      'members: { ana: { roles: [owner] }, eve: { roles: [billing_manager] } }\n',
      'eve',
      'org:manage',
    ],
  ])('%s: no default role beside one of his own', (name, yaml, member) => {
    const { platform, resources } = sourceOf(name, yaml);
    const held = rolesHeldIn(resources, platform);
    const names = held.of(member).map(({ role }) => role);
    expect(names).not.toContain(platform.members.defaultRole);
    expect(held.namesOf(member)).toEqual(new Set(names));
  });

  it('and the gate is named that keeps it out', () => {
    const yaml = `members: { ana: { roles: [owner] }, eve: { roles: [developer] } }
groups: { g: { members: [ana] } }
products: { shop: { groups: { g: } } }
`;
    expect(missing('bilbis', yaml, 'eve', 'pipelines:run', 'acme/products/shop').text).toBe(
      'eve holds developer on acme, which does not give pipelines:run on acme/products/shop. acme/products/shop is closed to eve: no group that the person is in is attached to it, and no role held above passes its gate.',
    );
    expect(
      missing('bilbis', yaml.replace('[ana]', '[ana, eve]'), 'eve', 'org:delete', 'acme/products/shop').text,
    ).not.toContain('closed');
  });
});

/** The document with the roles of one person on one scope replaced. */
function given(
  document: OrganizationDocument,
  path: ScopePath,
  member: string,
  roles: readonly string[],
  platform: PlatformDefinition,
): OrganizationDocument {
  const visit = (scope: WrittenScope, at: ScopePath): WrittenScope => {
    const scopes = scope.scopes.map((child) =>
      visit(child, childScope(at, child.plural?.value ?? '', child.name)),
    );
    if (at !== path) return { ...scope, scopes };
    const is = (key: string) => memberId(key, platform.members.compare) === member;
    const window = { from: null, until: null, reviewBy: null, reason: null };
    const origin = scope.origin;
    const written = roles.map((role) => ({ role, module: null, window, origin }));
    const members = scope.members.some(({ key }) => is(key))
      ? scope.members.map((one) => (is(one.key) ? { ...one, roles: written, absent: null, window } : one))
      : [
          ...scope.members,
          {
            key: member,
            origin,
            roles: written,
            below: [],
            denied: [],
            noRoles: null,
            state: null,
            window,
            inviteAgain: null,
            absent: null,
            recorded: null,
          },
        ];
    return { ...scope, scopes, members };
  };
  return { ...document, root: visit(document.root, document.root.name) };
}

describe.each([
  ['estate', { ...estate, members: { ...estate.members, roles: 'many' as const } }, ESTATE],
  ['gorules', gorules, GORULES],
  ['bilbis', bilbis, BILBIS],
] as const)('on random organizations of %s', (_, platform, shape) => {
  it('each proposed role, given to the person there, makes it a yes and compiles; each held role is held', () => {
    let tried = 0;
    fc.assert(
      fc.property(organizations(platform, shape), fc.nat(1000), ({ document }, pick) => {
        const result = compile(document, platform, NOON);
        if (!result.ok) return;
        const { resources } = result.value;
        const effectiveAccess = buildAccess(platform, resources);
        const source: AccessSource = {
          organization: 'acme',
          source: 'desired',
          platform,
          resources,
          access: effectiveAccess,
          spelling: BY_ID,
        };
        const permissions = [...platform.permissions.keys()];
        for (const member of effectiveAccess.members) {
          for (const scope of effectiveAccess.scopes) {
            const permission = permissions[pick % permissions.length] ?? '';
            if (effectiveAccess.can(member, permission, scope)) continue;
            const { wouldGive, holds } = missingAccess({ member, permission, scope }, source);
            for (const role of wouldGive) {
              const own = resources.flatMap((r) =>
                r.address === `assignment:${scope}|member:${member}` && r.type === 'assignment'
                  ? [...r.attributes.roles.keys()]
                  : [],
              );
              const roles = platform.members.roles === 'many' ? [...new Set([...own, role])] : [role];
              const after = compile(given(document, scope, member, roles, platform), platform, NOON);
              expect({ role, diagnostics: after.ok ? [] : after.diagnostics }).toEqual({
                role,
                diagnostics: [],
              });
              if (!after.ok) continue;
              expect(buildAccess(platform, after.value.resources).can(member, permission, scope)).toBe(true);
              tried += 1;
            }
            for (const { role, scope: at, group } of holds) {
              const principal = group === null ? `member:${member}` : `group:${group}`;
              const here = resources.find((r) => r.address === `assignment:${at}|${principal}`);
              const own = here?.type === 'assignment' ? here.attributes.roles : new Map();
              const byDefault = group === null && own.size === 0 && role === platform.members.defaultRole;
              expect({ role, at, held: own.has(role) || byDefault }).toEqual({ role, at, held: true });
            }
          }
        }
      }),
      { numRuns: 150, seed: Number(process.env.ACCESS_SEED ?? 20262) },
    );
    expect(tried).toBeGreaterThan(20);
  });
});

it('who is a member of a sub-organization alone is told of that, and not of the organization', () => {
  const yaml = `members:
  o@a.example: { roles: [owner] }
sub-organizations:
  k: { title: K, members: { e@a.example: { roles: { build: viewer } } } }
`;
  const kiosk = 'acme/sub-organizations/k';
  const off = missingAccess(
    { member: 'e@a.example', permission: 'build:view', scope: 'acme' },
    sourceOf('appcircle', yaml, 'invited'),
  );
  expect(off.text).toBe(`e@a.example is a member of ${kiosk} but not active: invited.`);
  const on = missing('appcircle', yaml, 'e@a.example', 'build:run', kiosk);
  expect(on.text).not.toMatch(/member of acme\b(?!\/)/);
});
