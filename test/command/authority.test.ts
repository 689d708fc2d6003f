import { describe, expect } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { itOnBothEngines } from './bylaw.ts';
import { everything, writesSeen } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { document, organization, type Stage, stageOf } from './workspaces.ts';

/** What is live before Bylaw comes: partly written below, partly nobody's. */
const FOUND: SandboxSeed = {
  organization: 'acme',
  members: ['ana', 'bo', 'cy', 'old'].map((name) => ({ key: `${name}@acme.example` })),
  roles: [{ slug: 'relic', name: 'Relic', permissions: ['users:read'] }],
  groups: [
    { slug: 'qa', name: 'QA', members: ['ana@acme.example', 'bo@acme.example'], roles: ['viewer'] },
    { slug: 'stray', name: 'Stray', members: ['cy@acme.example'], roles: ['editor'] },
  ],
  assignments: [
    { principal: { type: 'member', name: 'old@acme.example' }, roles: ['relic'] },
    { principal: { type: 'member', name: 'cy@acme.example' }, roles: ['auditor'] },
  ],
};

const WRITTEN = `members:
  ana@acme.example:
  bo@acme.example:
groups:
  qa: { title: QA, members: [ana@acme.example, bo@acme.example], roles: [viewer] }
`;

interface Planned {
  readonly changes: readonly { readonly action: string; readonly address: string }[];
  readonly unmanaged: readonly { readonly address: string }[];
}

async function planned(
  stage: Stage,
  words: readonly string[],
): Promise<Planned & { readonly status: number | null }> {
  const { status, out } = await stage.run('plan', ...words, '--json');
  const report = JSON.parse(out) as { readonly organizations: readonly Planned[] };
  return { status, changes: [], unmanaged: [], ...report.organizations[0] };
}

const addresses = (items: readonly { readonly address: string }[]) =>
  items.map(({ address }) => address).sort();

const NOT_WRITTEN = [
  'assignment:acme|member:cy@acme.example',
  'assignment:acme|member:old@acme.example',
  'group:acme/stray',
  'member:acme/cy@acme.example',
  'member:acme/old@acme.example',
  'role:acme/relic',
];

describe('authority: declared', () => {
  itOnBothEngines('what is not written is reported and left alone', async (engine) => {
    const stage = await stageOf(organization(WRITTEN, 'declared'), { seed: FOUND });
    const before = await everything(stage);
    const { status, changes, unmanaged } = await planned(stage, engine.words);
    expect(status).toBe(0);
    expect(changes).toEqual([]);
    expect(addresses(unmanaged)).toEqual(expect.arrayContaining(NOT_WRITTEN));
    const told = await stage.run('plan', ...engine.words);
    expect(told.out).toMatch(/Unmanaged \(live, not written, left alone\): 7\n[\s\S]*group stray, member cy/);
    expect((await stage.run('apply', ...engine.words)).status).toBe(0);
    expect(writesSeen(stage)).toEqual([]);
    expect(await everything(stage)).toEqual(before);
  });

  itOnBothEngines('a tombstone removes, though no state ever knew the thing', async (engine) => {
    const tombs = `roles:\n  relic: { absent: true }\nmembers:\n  old@acme.example: { absent: true }\ngroups:\n  stray: { absent: true }\n`;
    const stage = await stageOf(organization(WRITTEN, 'declared'), { seed: FOUND });
    stage.write('access/tombs.yaml', document(tombs, 'declared'));
    expect((await planned(stage, engine.words)).status).toBe(2);
    const applied = await stage.run('apply', ...engine.words);
    expect(applied).toMatchObject({ status: 0, err: '' });
    const live = await everything(stage);
    expect(live.members.join()).not.toContain('old@acme.example');
    expect(live.members.join()).toContain('cy@acme.example');
    expect(live.groups.join()).not.toContain('stray');
    expect(live.roles.join()).not.toContain('relic');
    expect(live.assignments.join()).toContain('cy@acme.example');
    const after = await planned(stage, engine.words);
    expect(after).toMatchObject({ status: 0, changes: [] });
    expect(addresses(after.unmanaged)).toEqual([
      'assignment:acme|member:cy@acme.example',
      'member:acme/cy@acme.example',
    ]);
  });
});

describe('authority: full', () => {
  itOnBothEngines('what is not written is removed, though no state ever knew it', async (engine) => {
    const stage = await stageOf(organization(WRITTEN, 'full'), { seed: FOUND });
    const { status, changes, unmanaged } = await planned(stage, engine.words);
    expect(status).toBe(2);
    expect(unmanaged).toEqual([]);
    expect(changes.every(({ action }) => action === 'delete')).toBe(true);
    expect(addresses(changes)).toEqual(expect.arrayContaining(NOT_WRITTEN));
    const applied = await stage.run('apply', ...engine.words);
    expect(applied).toMatchObject({ status: 0, err: '' });
    const live = await everything(stage);
    expect(live.members.length).toBe(2);
    expect(live.groups.length).toBe(1);
    expect(live.assignments.length).toBe(1);
    expect(live.roles.filter((role) => role.includes('"predefined":false'))).toEqual([]);
    expect((await stage.run('plan', ...engine.words)).status).toBe(0);
  });
});

describe('a file that is not there any more', () => {
  const everybody = Array.from({ length: 8 }, (_, n) => `p${n}@acme.example`);

  itOnBothEngines('takes nobody’s access until somebody says that it is meant', async (engine) => {
    const stage = await stageOf(organization('members: { p0@acme.example: { roles: [viewer] } }\n'), {
      seed: {
        organization: 'acme',
        members: everybody.map((key) => ({ key })),
        assignments: everybody.map((name) => ({ principal: { type: 'member', name }, roles: ['viewer'] })),
      },
    });
    const planned = await stage.run('plan', ...engine.words);
    expect(planned.status).toBe(2);
    expect(planned.out).toContain('removal-limit');
    const refused = await stage.run('apply', ...engine.words);
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('all access of 7 of the 8 people who can do something');
    expect(writesSeen(stage)).toEqual([]);
    stage.write('access/rails.yaml', EVERYTHING_MEANT);
    expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    expect((await everything(stage)).members).toHaveLength(1);
  });
});
