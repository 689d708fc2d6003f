import { describe, expect, test } from 'vitest';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { acme, effectiveOf, rehearse } from './rehearsal.ts';

/** To be a member is what everybody of the organization is: GitHub lists it for nobody, and documents may write it. */

const SEED: GithubSeed = acme(
  {
    plan: 'enterprise',
    members: ['ben', 'chi'],
    organizationRoles: [{ name: 'auditor', permissions: ['read_audit_logs'] }],
    roleAssignments: { auditor: { users: ['chi'] } },
    teams: [{ name: 'Docs', members: ['ben'] }],
  },
  { users: [{ login: 'dan' }] },
);

interface Written {
  readonly octavia?: string;
  readonly ben?: string;
  readonly chi?: string;
  readonly dan?: string;
  readonly docs?: string;
}

const docs = ({ octavia = 'owner', ben, chi = 'auditor', dan, docs: team }: Written) => {
  const roles = (of: string | undefined) => (of === undefined ? '' : `{ roles: [${of}] }`);
  return `roles: { auditor: { title: auditor, includes: [member], permissions: ["contents:push-protected"] } }
members:
  octavia: ${roles(octavia)}
  ben: ${roles(ben)}
  chi: ${roles(chi)}
${dan === undefined ? '' : `  dan: ${roles(dan)}\n`}groups:
  docs: { title: Docs, members: [ben]${team === undefined ? '' : `, roles: [${team}]`} }
`;
};

/** Holders of auditor. */
const auditors = async ({ live }: { live(): Promise<Record<string, object>> }) =>
  Object.entries(await live()).flatMap(([address, one]) =>
    address.startsWith('assignment:') && JSON.stringify(one).includes('"auditor"') ? [address] : [],
  );

describe('the role of every member', () => {
  test.each<Written>([
    { chi: 'member, auditor' },
    { chi: 'auditor, member' },
    { ben: 'member' },
    { octavia: 'owner, member' },
    { docs: 'member' },
    {},
  ])('is there already where it is written, and needs nothing: %o', async (written) => {
    const { plan, apply } = await rehearse(SEED);
    expect(effectiveOf(await plan(docs(written)))).toEqual([]);
    expect((await apply(docs(written))).sent).toEqual([]);
  });

  test.each<readonly [string, Written, readonly string[], readonly string[]]>([
    ['another is given beside it', { ben: 'member, auditor' }, ['PUT ben'], ['ben', 'chi']],
    ['another is taken from beside it', { chi: 'member' }, ['DELETE chi'], []],
    ['an owner has another', { octavia: 'owner, auditor, member' }, ['PUT octavia'], ['chi', 'octavia']],
  ])(
    '%s: what is written is all there is, and the second plan is empty',
    async (_, written, sent, holders) => {
      const organization = await rehearse(SEED);
      const applied = await organization.apply(docs(written));
      expect(applied.outcome.ok).toBe(true);
      expect(applied.sent.map((one) => one.replace(/^(\w+) .*\/users\/(\w+)\/\d+$/, '$1 $2'))).toEqual(sent);
      expect((await auditors(organization)).sort()).toEqual(
        holders.map((one) => `assignment:acme|member:${one}`),
      );
      expect(effectiveOf(await organization.plan(docs(written)))).toEqual([]);
    },
  );

  test.each(['member', 'member, auditor', 'owner, member'])(
    'nothing is left once whoever came with %s is there',
    async (dan) => {
      const organization = await rehearse(SEED);
      const documents = docs({ dan });
      const { sent } = await organization.apply(documents);
      expect(sent[0]).toBe('PUT /orgs/acme/memberships/dan');
      if (dan === 'member') {
        expect(sent).toHaveLength(1);
        expect(effectiveOf(await organization.plan(documents))).toEqual([]);
      }
      organization.standIn.accept('acme', 'dan');
      await organization.apply(documents);
      expect(effectiveOf(await organization.plan(documents))).toEqual([]);
      expect((await auditors(organization)).length).toBe(dan.includes('auditor') ? 2 : 1);
    },
  );

  test('where the roles of the organization cannot be read, nothing is said of it, and nothing is taken', async () => {
    const organization = await rehearse({
      ...SEED,
      tokens: [{ value: 'ghp_reads', login: 'octavia', scopes: ['read:org'] }],
    });
    const { untoldRole, unknown } = await organization.read();
    expect(untoldRole).toBeUndefined();
    expect(unknown?.map(({ name }) => name)).toContain('roles of organization acme');
    expect((await organization.apply(docs({ chi: 'member' }))).sent).toEqual([]);
  });
});
