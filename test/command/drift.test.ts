import { describe, expect, it } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { itOnBothEngines } from './bylaw.ts';
import { everything, meddle } from './live.ts';
import { organization, type Stage, stageOf } from './workspaces.ts';

const WRITTEN = `title: Acme
roles:
  clerk: { title: Clerk, includes: [viewer], permissions: [documents:write] }
  spare: { title: Spare, permissions: [users:read] }
members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example:
  cy@acme.example: { roles: [clerk] }
  dee@acme.example: { roles: [auditor] }
groups:
  qa: { title: QA, members: [bo@acme.example, cy@acme.example], roles: [editor] }
  ops: { title: Ops, members: [dee@acme.example], roles: [clerk] }
  gone: { title: Gone, members: [bo@acme.example], roles: [auditor] }
`;

/** As written, made by somebody else: no apply of Bylaw's is in the audit log. */
const LIVE: SandboxSeed = {
  organization: 'acme',
  roles: [
    { slug: 'clerk', name: 'Clerk', includes: ['viewer'], permissions: ['documents:write'] },
    { slug: 'spare', name: 'Spare', permissions: ['users:read'] },
  ],
  members: ['ana', 'bo', 'cy', 'dee'].map((name) => ({ key: `${name}@acme.example` })),
  groups: [
    { slug: 'qa', name: 'QA', members: ['bo@acme.example', 'cy@acme.example'], roles: ['editor'] },
    { slug: 'ops', name: 'Ops', members: ['dee@acme.example'], roles: ['clerk'] },
    { slug: 'gone', name: 'Gone', members: ['bo@acme.example'], roles: ['auditor'] },
  ],
  assignments: [
    { principal: { type: 'member', name: 'ana@acme.example' }, roles: ['admin'] },
    { principal: { type: 'member', name: 'cy@acme.example' }, roles: ['clerk'] },
    { principal: { type: 'member', name: 'dee@acme.example' }, roles: ['auditor'] },
  ],
};

interface Kind {
  readonly name: string;
  readonly does: readonly (readonly [method: string, path: string, body?: unknown])[];
  /** Kind, address, field and entry of each finding, the line it contradicts and the deed that made it so. */
  readonly found: readonly {
    readonly fact: string;
    readonly contradicts: string;
    readonly action: string;
    /** Members who got or lost something by it. */
    readonly gave?: readonly string[];
    readonly took?: readonly string[];
  }[];
}

const ASSIGNMENT = '/scopes/{scopes/acme}/assignments';

const KINDS: readonly Kind[] = [
  {
    name: 'a member added',
    does: [['POST', '/members', { key: 'eve@evil.example' }]],
    found: [{ fact: 'added member:acme/eve@evil.example', contradicts: '5:12', action: 'member.created' }],
  },
  {
    name: 'a member removed, with what was his',
    does: [['DELETE', '/members/{members/dee@acme.example}']],
    found: [
      {
        fact: 'removed member:acme/dee@acme.example',
        contradicts: '14:3',
        action: 'member.deleted',
        took: ['dee@acme.example'],
      },
      {
        fact: 'removed assignment:acme|member:dee@acme.example',
        contradicts: '14:3',
        action: 'assignment.deleted',
        took: ['dee@acme.example'],
      },
      {
        fact: 'removed group:acme/ops members dee@acme.example',
        contradicts: '17:32',
        action: 'group.member-removed',
        took: ['dee@acme.example'],
      },
    ],
  },
  {
    name: 'a member deactivated',
    does: [['PATCH', '/members/{members/cy@acme.example}', { state: 'deactivated' }]],
    found: [
      {
        fact: 'changed member:acme/cy@acme.example state',
        contradicts: '13:3',
        action: 'member.deactivated',
        took: ['cy@acme.example'],
      },
    ],
  },
  {
    name: 'a group added, with a person and a role',
    does: [
      ['POST', '/groups', { slug: 'shadow', name: 'Shadow' }],
      ['POST', '/groups/{groups/shadow}/members', { userId: '{members/bo@acme.example}' }],
      ['POST', '/groups/{groups/shadow}/roles', { roleId: '{roles/admin}' }],
    ],
    found: [
      // Each needs the other to give anything, so each is told to give it.
      {
        fact: 'added group:acme/shadow',
        contradicts: '5:12',
        action: 'group.created',
        gave: ['bo@acme.example'],
      },
      {
        fact: 'added assignment:acme|group:acme/shadow',
        contradicts: '5:12',
        action: 'assignment.created',
        gave: ['bo@acme.example'],
      },
    ],
  },
  {
    name: 'a group removed',
    does: [['DELETE', '/groups/{groups/gone}']],
    found: [
      {
        fact: 'removed group:acme/gone',
        contradicts: '18:3',
        action: 'group.deleted',
        took: ['bo@acme.example'],
      },
      {
        fact: 'removed assignment:acme|group:acme/gone',
        contradicts: '18:3',
        action: 'assignment.deleted',
        took: ['bo@acme.example'],
      },
    ],
  },
  {
    name: 'a group given another title',
    does: [['PATCH', '/groups/{groups/qa}', { name: 'Quality' }]],
    found: [{ fact: 'changed group:acme/qa title', contradicts: '16:3', action: 'group.updated' }],
  },
  {
    name: 'somebody put in a group',
    does: [['POST', '/groups/{groups/ops}/members', { userId: '{members/bo@acme.example}' }]],
    found: [
      {
        fact: 'added group:acme/ops members bo@acme.example',
        contradicts: '17:3',
        action: 'group.member-added',
      },
    ],
  },
  {
    name: 'somebody taken out of a group',
    does: [['DELETE', '/groups/{groups/qa}/members/{members/bo@acme.example}']],
    found: [
      {
        fact: 'removed group:acme/qa members bo@acme.example',
        contradicts: '16:30',
        action: 'group.member-removed',
        took: ['bo@acme.example'],
      },
    ],
  },
  {
    name: 'permissions of a role changed',
    does: [['PATCH', '/roles/{roles/clerk}', { permissions: ['documents:write', 'users:delete'] }]],
    found: [
      {
        fact: 'added role:acme/clerk permissions users:delete',
        contradicts: '8:3',
        action: 'role.updated',
        gave: ['cy@acme.example', 'dee@acme.example'],
      },
    ],
  },
  {
    name: 'a role added',
    does: [['POST', '/roles', { slug: 'rogue', name: 'Rogue', permissions: ['*'] }]],
    found: [{ fact: 'added role:acme/rogue', contradicts: '5:12', action: 'role.created' }],
  },
  {
    name: 'a role removed',
    does: [['DELETE', '/roles/{roles/spare}']],
    found: [{ fact: 'removed role:acme/spare', contradicts: '9:3', action: 'role.deleted' }],
  },
  {
    name: 'an assignment added',
    does: [['PUT', `${ASSIGNMENT}/member/{members/bo@acme.example}`, { roleIds: ['{roles/admin}'] }]],
    found: [
      {
        fact: 'added assignment:acme|member:bo@acme.example',
        contradicts: '12:3',
        action: 'assignment.created',
        gave: ['bo@acme.example'],
      },
    ],
  },
  {
    name: 'an assignment removed',
    does: [['DELETE', `${ASSIGNMENT}/member/{members/ana@acme.example}`]],
    found: [
      {
        fact: 'removed assignment:acme|member:ana@acme.example',
        contradicts: '11:3',
        action: 'assignment.deleted',
        took: ['ana@acme.example'],
      },
    ],
  },
  {
    name: 'the roles of an assignment exchanged',
    does: [['PUT', `${ASSIGNMENT}/member/{members/dee@acme.example}`, { roleIds: ['{roles/admin}'] }]],
    found: [
      {
        fact: 'added assignment:acme|member:dee@acme.example roles admin',
        contradicts: '14:3',
        action: 'assignment.updated',
        gave: ['dee@acme.example'],
      },
      {
        fact: 'removed assignment:acme|member:dee@acme.example roles auditor',
        contradicts: '14:31',
        action: 'assignment.updated',
        // What auditor gave, admin gives too: nothing was taken.
      },
    ],
  },
];

interface Finding {
  readonly kind: string;
  readonly address: string;
  readonly field: string | null;
  readonly entry: string | null;
  readonly what: string;
  readonly contradicts: { readonly text: string };
  readonly deed: { readonly actor: string; readonly action: string; readonly at: string } | null;
  readonly effect: {
    readonly gained: readonly { readonly member: string }[];
    readonly lost: readonly { readonly member: string }[];
  };
}

async function driftOf(
  stage: Stage,
): Promise<{ readonly status: number | null; readonly findings: readonly Finding[] }> {
  const { status, out, err } = await stage.run('drift', '--json');
  expect(err).toBe('');
  const report = JSON.parse(out) as {
    readonly organizations: readonly { readonly findings: readonly Finding[] }[];
  };
  return { status, findings: report.organizations[0]?.findings ?? [] };
}

const people = (grants: readonly { readonly member: string }[]) =>
  [...new Set(grants.map((g) => g.member))].sort();

async function drifted(kinds: readonly Kind[]): Promise<{ stage: Stage; begun: number }> {
  const stage = await stageOf(organization(WRITTEN), {
    seed: LIVE,
    organizations: [{ slug: 'acme', name: 'Acme' }],
  });
  const begun = Date.now();
  for (const { does } of kinds)
    for (const [method, path, body] of does) await meddle(stage, method, path, body);
  return { stage, begun };
}

describe('drift names what was changed outside: the line it contradicts, who and when, and what it gave or took', () => {
  it('nothing drifted, nothing said', async () => {
    const { stage } = await drifted([]);
    expect(await driftOf(stage)).toEqual({ status: 0, findings: [] });
  });

  it.each(KINDS)('$name', async (kind) => {
    const { stage, begun } = await drifted([kind]);
    const before = await everything(stage);
    const { status, findings } = await driftOf(stage);
    expect(status).toBe(2);
    const told = findings.map(({ kind, address, field, entry, contradicts, deed, effect }) => {
      expect(deed?.actor).toBe('pat');
      expect(Date.parse(deed?.at ?? '')).toBeGreaterThanOrEqual(begun - 1);
      expect(Date.parse(deed?.at ?? '')).toBeLessThanOrEqual(Date.now());
      return {
        fact: [kind, address, field, entry].filter((part) => part !== null).join(' '),
        contradicts: contradicts.text.replace('access/acme.yaml:', ''),
        action: deed?.action,
        gave: people(effect.gained),
        took: people(effect.lost),
      };
    });
    const byFact = (a: { fact: string }, b: { fact: string }) => (a.fact < b.fact ? -1 : 1);
    const expected = kind.found.map((one) => ({ gave: [], took: [], ...one }));
    expect(told.sort(byFact)).toEqual(expected.sort(byFact));
    expect(await everything(stage)).toEqual(before);
    if (kind === KINDS[0]) {
      const [text, markdown] = await Promise.all([stage.run('drift'), stage.run('drift', '--markdown')]);
      expect(text.status).toBe(2);
      expect(text.out).toMatch(/by pat at \d{4}-\d\d-\d\dT\S+Z \(member\.created\)/);
      expect(markdown.status).toBe(2);
      expect(markdown.out).toMatch(/eve@evil\.example/);
    }
  });

  itOnBothEngines('all of it at once is healed by one apply', async (engine) => {
    // Backwards, so that what is removed was there for the others.
    const { stage } = await drifted([...KINDS].reverse());
    const before = await driftOf(stage);
    expect(before.status).toBe(2);
    expect(before.findings.length).toBeGreaterThan(12);
    expect(before.findings.filter(({ deed }) => deed?.actor !== 'pat')).toEqual([]);
    const markdown = await stage.run('drift', '--markdown');
    expect(markdown.status).toBe(2);
    for (const { what } of before.findings.slice(0, 3))
      expect(markdown.out).toContain(what.split(' ')[0] ?? what);
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    expect(await driftOf(stage)).toEqual({ status: 0, findings: [] });
    const healed = await everything(stage);
    const { stage: untouched } = await drifted([]);
    expect(healed).toEqual(await everything(untouched));
  });

  it('a log that cannot be read costs the names, not the report', async () => {
    const [kind] = KINDS;
    const { stage } = await drifted(kind === undefined ? [] : [kind]);
    stage.platform.setFaults([{ kind: 'html', match: { operationId: 'listAuditEvents' } }]);
    const { status, out } = await stage.run('drift');
    expect(status).toBe(2);
    expect(out).toContain('member eve@evil.example is live and not written');
    expect(out).not.toContain('by pat');
    expect(out).toContain('warning[connector-protocol]');
  });
});
