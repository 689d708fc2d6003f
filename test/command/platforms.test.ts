/** The whole way of a user on each platform: its example, through the built command line, on real terraform. */
import { describe, expect } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import type { PLATFORMS } from '../sandbox/start.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { listAll, meddle } from './live.ts';
import { exampleOf, type Stage, stageOf } from './workspaces.ts';

type Deed = readonly [method: string, path: string, body?: unknown];

interface Journey {
  readonly platform: keyof typeof PLATFORMS;
  /** As the example names it. */
  readonly organization: string;
  /** Who opened the account: on most platforms somebody must have. */
  readonly founder: string;
  readonly role: string;
  /** What somebody else does behind Bylaw's back; every type of resource the platform has, in every way. */
  readonly deeds: readonly Deed[];
  /** What the drift report must name. */
  readonly facts: readonly string[];
}

const attach = (scope: string, type: 'member' | 'group', name: string, ...roles: readonly string[]): Deed => [
  'PUT',
  `/scopes/{scopes/${scope}}/assignments/${type}/{${type}s/${name}}`,
  { roleIds: roles.map((role) => `{roles/${role}}`) },
];
const detach = (scope: string, type: 'member' | 'group', name: string): Deed => [
  'DELETE',
  `/scopes/{scopes/${scope}}/assignments/${type}/{${type}s/${name}}`,
];

const JOURNEYS: readonly Journey[] = [
  {
    platform: 'bilbis',
    organization: 'hexa',
    founder: 'olga.n',
    role: 'owner',
    deeds: [
      ['POST', '/scopes', { slug: 'shadow', name: 'Shadow', kind: 'product', parentId: '{scopes/hexa}' }],
      ['PATCH', '/scopes/{scopes/warehouse}', { name: 'Stock' }],
      ['DELETE', '/scopes/{scopes/payroll}'],
      ['POST', '/members', { key: 'intruder' }],
      ['PATCH', '/members/{members/mira}', { state: 'deactivated' }],
      ['DELETE', '/members/{members/zoe}'],
      ['POST', '/groups', { slug: 'backdoor', name: 'Backdoor' }],
      ['POST', '/groups/{groups/backdoor}/members', { userId: '{members/cem}' }],
      ['PATCH', '/groups/{groups/qa}', { name: 'Quality' }],
      ['POST', '/groups/{groups/frontend}/members', { userId: '{members/cem}' }],
      ['DELETE', '/groups/{groups/backend}/members/{members/dalia}'],
      ['DELETE', '/groups/{groups/northwind}'],
      attach('checkout', 'group', 'mobile'),
      detach('storefront', 'group', 'qa'),
      attach('hexa', 'member', 'kenji', 'admin'),
    ],
    facts: [
      'added scope:hexa/products/shadow',
      'changed scope:hexa/products/warehouse title',
      'removed scope:hexa/products/payroll',
      'added member:hexa/intruder',
      'changed member:hexa/mira state',
      'removed member:hexa/zoe',
      'added group:hexa/backdoor',
      'changed group:hexa/qa title',
      'added group:hexa/frontend members cem',
      'removed group:hexa/backend members dalia',
      'removed group:hexa/northwind',
      'removed assignment:hexa/products/warehouse|group:hexa/northwind',
      'added assignment:hexa/products/checkout|group:hexa/mobile',
      'removed assignment:hexa/products/storefront|group:hexa/qa',
      'added assignment:hexa|member:kenji roles admin',
      'removed assignment:hexa|member:kenji roles viewer',
    ],
  },
  {
    platform: 'gorules',
    organization: 'lendwell',
    founder: 'olivia@lendwell.example',
    role: 'owner',
    deeds: [
      ['POST', '/scopes', { slug: 'shadow', name: 'Shadow', kind: 'project', parentId: '{scopes/lendwell}' }],
      ['PATCH', '/scopes/{scopes/pricing}', { name: 'Prices' }],
      ['DELETE', '/scopes/{scopes/onboarding}'],
      ['POST', '/members', { key: 'intruder@evil.example' }],
      ['DELETE', '/members/{members/maud@lendwell.example}'],
      [
        'POST',
        '/groups',
        { slug: 'backdoor', name: 'Backdoor', scopeId: '{scopes/pricing}', permissions: ['project:manage'] },
      ],
      ['POST', '/groups/{groups/backdoor}/members', { userId: '{members/boris@lendwell.example}' }],
      ['PATCH', '/groups/{groups/guest}', { name: 'Visitors', permissions: ['documents:full'] }],
      ['POST', '/groups/{groups/guest}/members', { userId: '{members/boris@lendwell.example}' }],
      ['DELETE', '/groups/{groups/analysts}/members/{members/iris@lendwell.example}'],
      ['DELETE', '/groups/{groups/integrators}'],
      attach('fraud', 'member', 'boris@lendwell.example'),
      attach('fraud', 'member', 'hugo@lendwell.example', 'owner'),
      detach('pricing', 'member', 'anna@lendwell.example'),
    ],
    facts: [
      'added scope:lendwell/projects/shadow',
      'changed scope:lendwell/projects/pricing title',
      'removed scope:lendwell/projects/onboarding',
      'added member:lendwell/intruder@evil.example',
      'removed member:lendwell/maud@lendwell.example',
      'added group:lendwell/projects/pricing/backdoor',
      'changed group:lendwell/projects/pricing/guest title',
      'added group:lendwell/projects/pricing/guest permissions documents:full',
      'added group:lendwell/projects/pricing/guest members boris@lendwell.example',
      'removed group:lendwell/projects/fraud/analysts members iris@lendwell.example',
      'removed group:lendwell/projects/pricing/integrators',
      'added assignment:lendwell/projects/fraud|member:boris@lendwell.example',
      'added assignment:lendwell/projects/fraud|member:hugo@lendwell.example roles owner',
      'removed assignment:lendwell/projects/pricing|member:anna@lendwell.example',
    ],
  },
  {
    platform: 'lumoauth',
    organization: 'acme',
    founder: 'ada@acme.example',
    role: 'admin',
    deeds: [
      ['POST', '/roles', { slug: 'rogue', name: 'Rogue', permissions: ['*'] }],
      ['PATCH', '/roles/{roles/support}', { permissions: ['users:delete'] }],
      ['POST', '/members', { key: 'intruder@evil.example' }],
      ['DELETE', '/members/{members/jun@acme.example}'],
      ['POST', '/groups', { slug: 'backdoor', name: 'Backdoor' }],
      ['POST', '/groups/{groups/backdoor}/members', { userId: '{members/emil@acme.example}' }],
      ['POST', '/groups/{groups/backdoor}/roles', { roleId: '{roles/admin}' }],
      ['PATCH', '/groups/{groups/platform}', { name: 'Machines' }],
      ['DELETE', '/groups/{groups/platform}/members/{members/emil@acme.example}'],
      attach('acme', 'member', 'hugo@acme.example', 'admin'),
    ],
    facts: [
      'added role:acme/rogue',
      'added role:acme/support permissions users:delete',
      'added member:acme/intruder@evil.example',
      'removed member:acme/jun@acme.example',
      'added group:acme/backdoor',
      'added assignment:acme|group:acme/backdoor',
      'changed group:acme/platform title',
      'removed group:acme/platform members emil@acme.example',
      'added assignment:acme|member:hugo@acme.example',
    ],
  },
  {
    platform: 'oten',
    organization: 'brightline',
    founder: 'omar@brightline.example',
    role: 'super-admin',
    deeds: [
      ['POST', '/scopes', { slug: 'mars', name: 'Mars', kind: 'unit', parentId: '{scopes/brightline}' }],
      ['PATCH', '/scopes/{scopes/tracking}', { name: 'Tracing' }],
      ['DELETE', '/scopes/{scopes/tracking-us}'],
      ['POST', '/roles', { slug: 'rogue', name: 'Rogue', permissions: ['*'] }],
      ['PATCH', '/roles/{roles/helpdesk}', { permissions: ['users:lock', 'users:delete'] }],
      ['POST', '/members', { key: 'intruder@evil.example' }],
      ['DELETE', '/members/{members/sven@brightline.example}'],
      ['PATCH', '/members/{members/rosa@brightline.example}', { state: 'deactivated' }],
      ['POST', '/groups', { slug: 'backdoor', name: 'Backdoor' }],
      ['POST', '/groups/{groups/backdoor}/members', { userId: '{members/gil@brightline.example}' }],
      attach('billing', 'group', 'backdoor', 'editor'),
      ['PATCH', '/groups/{groups/dispatch}', { description: 'Lorries' }],
      ['POST', '/groups/{groups/administrators}/members', { userId: '{members/marek@brightline.example}' }],
      ['DELETE', '/groups/{groups/qa}/members/{members/fatima@brightline.example}'],
      ['DELETE', '/groups/{groups/emea-leads}'],
      attach('tracking', 'group', 'backend', 'viewer'),
      detach('billing', 'member', 'edgar@brightline.example'),
    ],
    facts: [
      'added scope:brightline/units/mars',
      'changed scope:brightline/units/emea/workspaces/tracking title',
      'removed scope:brightline/units/americas/workspaces/tracking-us',
      'added role:brightline/rogue',
      'added role:brightline/helpdesk permissions users:delete',
      'removed role:brightline/helpdesk permissions users:reset-password',
      'added member:brightline/intruder@evil.example',
      'removed member:brightline/sven@brightline.example',
      'changed member:brightline/rosa@brightline.example state',
      'added group:brightline/backdoor',
      'added assignment:brightline/units/emea/workspaces/billing|group:brightline/backdoor',
      'changed group:brightline/dispatch description',
      'added group:brightline/administrators members marek@brightline.example',
      'removed group:brightline/qa members fatima@brightline.example',
      'removed group:brightline/emea-leads',
      'removed assignment:brightline/units/emea|group:brightline/emea-leads',
      'removed assignment:brightline/units/emea/workspaces/billing|member:edgar@brightline.example',
      'added assignment:brightline/units/emea/workspaces/tracking|group:brightline/backend roles viewer',
      'removed assignment:brightline/units/emea/workspaces/tracking|group:brightline/backend roles editor',
    ],
  },
  {
    platform: 'appcircle',
    organization: 'tramway',
    founder: 'ottilie@tramway.example',
    role: 'owner',
    deeds: [
      [
        'POST',
        '/scopes',
        { slug: 'shadow', name: 'Shadow', kind: 'sub-organization', parentId: '{scopes/tramway}' },
      ],
      ['PATCH', '/scopes/{scopes/ticketing}', { name: 'Tickets' }],
      ['DELETE', '/scopes/{scopes/drivers}'],
      ['POST', '/members', { key: 'intruder@evil.example' }],
      ['DELETE', '/members/{members/quinn@tramway.example}'],
      ['POST', '/scopes/{scopes/ticketing}/members', { key: 'spy@evil.example' }],
      ['DELETE', '/scopes/{scopes/kiosk}/members/{members/vera@kioskworks.example}'],
      attach('tramway', 'member', 'nadia@tramway.example', 'billing-manager'),
      attach('tramway', 'member', 'bilal@tramway.example', 'owner'),
      attach('ticketing', 'member', 'finn@tramway.example', 'build-viewer'),
      detach('kiosk', 'member', 'coen@tramway.example'),
    ],
    facts: [
      'added scope:tramway/sub-organizations/shadow',
      'changed scope:tramway/sub-organizations/ticketing title',
      'removed scope:tramway/sub-organizations/drivers',
      'added member:tramway/intruder@evil.example',
      'removed member:tramway/quinn@tramway.example',
      'added member:tramway/sub-organizations/ticketing/spy@evil.example',
      'removed member:tramway/sub-organizations/kiosk/vera@kioskworks.example',
      'added assignment:tramway|member:nadia@tramway.example',
      'added assignment:tramway|member:bilal@tramway.example roles owner',
      'removed assignment:tramway|member:bilal@tramway.example roles billing-manager',
      'added assignment:tramway/sub-organizations/ticketing|member:finn@tramway.example roles build-viewer',
      'removed assignment:tramway/sub-organizations/ticketing|member:finn@tramway.example roles build-manager',
      'removed assignment:tramway/sub-organizations/kiosk|member:coen@tramway.example',
    ],
  },
];

function seedOf({ organization, founder, role }: Journey): SandboxSeed {
  return {
    organization,
    members: [{ key: founder, state: 'active' }],
    assignments: [{ principal: { type: 'member', name: founder }, roles: [role] }],
  };
}

/** What people do on their own: everybody invited comes. */
async function acceptAll(stage: Stage): Promise<number> {
  const invited = (await listAll(stage, '/members')).filter(({ state }) => state === 'invited');
  for (const { id } of invited) await meddle(stage, 'POST', `/members/${id}/accept`);
  const below = (await listAll(stage, '/scope-members')).filter(({ state }) => state === 'invited');
  for (const { scopeId, memberId } of below)
    await meddle(stage, 'POST', `/scopes/${scopeId}/members/${memberId}/accept`);
  return invited.length + below.length;
}

/** Applies until nothing waits for an invitation any more. */
async function settle(stage: Stage): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const applied = await stage.run('apply', '--yes');
    expect(applied, applied.err + applied.out).toMatchObject({ status: 0 });
    if ((await acceptAll(stage)) === 0) return;
  }
  throw new Error('people are invited over and over');
}

async function expectNoChanges(stage: Stage, organization: string): Promise<void> {
  const planned = await stage.run('plan');
  expect(planned, planned.err + planned.out).toMatchObject({ status: 0 });
  expect(planned.out).toContain(`${organization}: no changes`);
  expect(planned.out).not.toContain('deferred');
}

interface Finding {
  readonly kind: string;
  readonly address: string;
  readonly field: string | null;
  readonly entry: string | null;
}

describe('the whole way of an organization', () => {
  for (const journey of JOURNEYS) {
    const { platform, organization, deeds, facts } = journey;
    itWithTerraform(
      `on ${platform}: check, plan, apply, nothing left; drift of every type named and healed`,
      async () => {
        const stage = await stageOf(exampleOf(platform), {
          on: platform,
          organizations: [{ slug: organization, name: organization }],
          seed: seedOf(journey),
        });
        expect(await stage.run('check')).toMatchObject({ status: 0, err: '' });
        expect(await stage.run('plan')).toMatchObject({ status: 2 });
        await settle(stage);
        await expectNoChanges(stage, organization);
        expect(await stage.run('drift')).toMatchObject({ status: 0 });

        for (const [method, path, body] of deeds) await meddle(stage, method, path, body);
        const drifted = await stage.run('drift', '--json');
        expect(drifted.status).toBe(2);
        const report: { organizations: readonly { findings: readonly Finding[] }[] } = JSON.parse(
          drifted.out,
        );
        const found = (report.organizations[0]?.findings ?? []).map(({ kind, address, field, entry }) =>
          [kind, address, field, entry].filter((part) => part !== null).join(' '),
        );
        expect(found).toEqual(expect.arrayContaining([...facts]));

        await settle(stage);
        await expectNoChanges(stage, organization);
        expect(await stage.run('drift')).toMatchObject({ status: 0 });
      },
    );
  }
});
