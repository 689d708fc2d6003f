/** People, groups and what they are given, owned by something else: imported as they are, told, and never written. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { PLATFORMS } from '../sandbox/start.ts';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { everything, meddle, writesSeen } from './live.ts';
import { EVERYTHING_MEANT } from './meant.ts';
import { type Stage, stageOf, workspaceOf } from './workspaces.ts';

const FILE = 'the configuration file of the hub';
const PROVIDER = 'the identity provider';

/** The real cases: an identity provider, a configuration file, groups alone, and all of it. */
const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'people and groups of an identity provider': { member: PROVIDER, group: PROVIDER },
  'what is given, by a configuration file': { assignment: FILE },
  'groups alone': { group: PROVIDER },
  'all of it': { role: FILE, member: PROVIDER, group: PROVIDER, assignment: FILE },
};

/** What the path of a write is of. */
const PATHS: readonly (readonly [RegExp, string])[] = [
  [/\/(groups|memberships|group-nestings)\b/, 'group'],
  [/\/(assignments)\b/, 'assignment'],
  [/\/(members|invitations)\b/, 'member'],
  [/\/roles\b/, 'role'],
];

const ownedOf = (writes: readonly string[], owners: Readonly<Record<string, string>>): readonly string[] =>
  writes.filter((line) => {
    const type = PATHS.find(([path]) => path.test(line))?.[1];
    return type !== undefined && type in owners;
  });

const SEED = {
  organization: 'acme',
  roles: [{ slug: 'analyst', name: 'Analyst', permissions: ['items:read'] }],
  members: [
    { key: 'ada@acme.com', state: 'active' },
    { key: 'ben@acme.com', state: 'active' },
    { key: 'cy@acme.com', state: 'deactivated' },
    { key: 'dee@acme.com', state: 'invited' },
  ],
  scopes: [{ path: 'f', kind: 'folder', name: 'F' }],
  groups: [
    { slug: 'a', name: 'A', members: ['ben@acme.com'] },
    { slug: 'b', name: 'Bees', members: [] },
  ],
  assignments: [
    { scope: '', principal: { type: 'member', name: 'ada@acme.com' }, roles: ['admin'] },
    { scope: '', principal: { type: 'group', name: 'a' }, roles: ['analyst'] },
    { scope: 'f', principal: { type: 'group', name: 'b' }, roles: ['writer'] },
    { scope: 'f', principal: { type: 'member', name: 'ben@acme.com' }, roles: ['reader'] },
  ],
} as const;

async function imported(owners: Readonly<Record<string, string>>, words: readonly string[]): Promise<Stage> {
  const platform = { ...parse(readFileSync(PLATFORMS.desk, 'utf8')), 'read-only': owners };
  if (Object.keys(owners).length === 4) {
    platform.invariants = platform.invariants.filter(
      ({ rule }: { rule: string }) => rule !== 'last-holder-stays',
    );
    platform['nobody-kept'] = 'No plan takes anything.';
  }
  const stage = await stageOf(
    workspaceOf({
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml, rails.yaml]\nplatforms: [desk.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
      'desk.yaml': stringify(platform),
      'rails.yaml': EVERYTHING_MEANT,
      'acme.yaml': 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: desk\nauthority: full\n',
    }),
    { platform, seed: SEED as never },
  );
  const run = await stage.run('import', '--url', stage.platform.url, ...words);
  expect({ status: run.status, err: run.err }).toEqual({ status: 0, err: '' });
  return stage;
}

describe.each(Object.entries(CASES))('%s', (_, owners) => {
  const own = (type: string): boolean => type in owners;

  it('is recorded by an import: check is content, the plan empty, a second import changes nothing', async () => {
    const stage = await imported(owners, []);
    const text = stage.read('acme.yaml');
    const { members, groups, folders } = parse(text);
    const recorded = (entry: { declared?: boolean } | null) => entry?.declared === false;
    expect([recorded(members['dee@acme.com']), recorded(members['ada@acme.com'])]).toEqual([
      own('member'),
      own('member') || own('assignment'),
    ]);
    expect([recorded(groups.b), recorded(groups.a)]).toEqual([
      own('group'),
      own('group') || own('assignment'),
    ]);
    expect([recorded(folders.f.groups.b), recorded(folders.f.members['ben@acme.com'])]).toEqual([
      own('assignment'),
      own('assignment'),
    ]);
    const checked = await stage.run('check');
    expect([checked.status, checked.err]).toEqual([0, '']);
    const planned = await stage.run('plan', ...EMBEDDED.words);
    expect([planned.status, planned.err, planned.out.includes('not recorded')]).toEqual([0, '', false]);
    expect((await stage.run('import', '--url', stage.platform.url)).status).toBe(0);
    expect(stage.read('acme.yaml')).toBe(text);
  });

  itOnBothEngines('what their owner does is told, and no request is sent of it', async (engine) => {
    const stage = await imported(owners, []);
    // The owner, and for what nobody else owns a stranger, changes one of each.
    await meddle(stage, 'PATCH', '/groups/{groups/a}', { name: 'Aye' });
    await meddle(stage, 'PATCH', '/members/{members/ben@acme.com}', { state: 'deactivated' });
    await meddle(stage, 'POST', '/groups', { slug: 'new', name: 'New' });
    const before = writesSeen(stage).length;
    const drifted = await stage.run('drift');
    const told = `${drifted.out}${drifted.err}`;
    expect(
      told.includes(`group a is not as it is recorded: title is another. It belongs to ${PROVIDER}.`),
    ).toBe(own('group'));
    expect(
      told.includes(`ben@acme.com is not as it is recorded: state is another. It belongs to ${PROVIDER}.`),
    ).toBe(own('member'));
    expect(told.includes(`Live, owned by ${PROVIDER}, and not recorded: group new.`)).toBe(own('group'));
    expect(drifted.status === 0).toBe(own('group') && own('member'));
    const live = await everything(stage);
    const applied = await stage.run('apply', ...engine.words);
    expect([applied.status, applied.err]).toEqual([0, '']);
    const sent = writesSeen(stage).slice(before);
    expect(ownedOf(sent, owners)).toEqual([]);
    expect(sent.length > 0).toBe(!own('group') || !own('member'));
    const now = await everything(stage);
    const lists = {
      role: ['roles'],
      member: ['members'],
      group: ['groups', 'memberships', 'group-nestings'],
      assignment: ['assignments'],
    } as const;
    for (const [type, names] of Object.entries(lists))
      if (own(type))
        for (const name of names)
          expect(now[name as keyof typeof now]).toEqual(live[name as keyof typeof live]);
    const again = await stage.run('plan', ...EMBEDDED.words);
    expect(again.status).toBe(0);
  });

  it('an explanation of what is live names who owns it', async () => {
    const stage = await imported(owners, []);
    const why = await stage.run('access', 'why', 'ben@acme.com', 'items:read', 'acme', '--live');
    expect([why.status, why.out.includes(`group acme/a, owned by ${PROVIDER}`)]).toEqual([0, own('group')]);
    expect(why.out.includes(`assignment on acme, owned by ${FILE}`)).toBe(own('assignment'));
  });

  it('no edit of a record is proposed to somebody who cannot', async () => {
    const stage = await imported(owners, []);
    const why = await stage.run(
      'access',
      'why',
      'ben@acme.com',
      'settings:write',
      'acme',
      '--format',
      'json',
    );
    const { edits = [] } = JSON.parse(why.out).answer ?? JSON.parse(why.out);
    const steps = JSON.stringify(edits);
    expect([
      steps.includes('join-group') && own('group'),
      steps.includes('"role"') && own('assignment'),
    ]).toEqual([false, false]);
    if (!own('assignment')) expect(edits.length).toBeGreaterThan(0);
    else {
      expect(edits).toEqual([]);
      const text = await stage.run('access', 'why', 'ben@acme.com', 'settings:write', 'acme');
      expect(text.out).toContain(`What something else owns is changed there: `);
      expect(text.out).toContain(`what is given: ${FILE}`);
    }
  });
});

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const isReport = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

itOnBothEngines(
  'what goes along with a group that goes is told with it, and no request is sent for it',
  async (engine) => {
    const owners = { assignment: FILE };
    const stage = await imported(owners, []);
    const { groups, folders, ...rest } = parse(stage.read('acme.yaml'));
    delete groups.b;
    delete folders.f.groups;
    stage.write('acme.yaml', stringify({ ...rest, groups, folders }));
    const json = await stage.run('plan', '--format', 'json', ...EMBEDDED.words);
    const report = JSON.parse(json.out);
    expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
    const [{ changes }] = report.plans ?? report.organizations;
    expect(changes.flatMap((change: { along?: readonly { owner: string }[] }) => change.along ?? [])).toEqual(
      [expect.objectContaining({ owner: FILE, address: 'assignment:acme/folders/f|group:acme/b' })],
    );
    const planned = await stage.run('plan', ...EMBEDDED.words);
    expect(planned.out).toContain(`along (owned by ${FILE})`);
    const before = writesSeen(stage).length;
    const applied = await stage.run('apply', ...engine.words);
    expect([applied.status, applied.err]).toEqual([0, '']);
    const sent = writesSeen(stage).slice(before);
    expect([sent.length > 0, ownedOf(sent, owners)]).toEqual([true, []]);
    expect((await everything(stage)).assignments.some((line) => line.includes('"b"'))).toBe(false);
    expect((await stage.run('plan', ...EMBEDDED.words)).status).toBe(0);
  },
);
