import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GithubSeed } from '../../src/sandbox/github/world/github-seed.ts';
import { EMBEDDED } from '../command/bylaw.ts';
import { writesSeen } from '../command/live.ts';
import { document, organization, type Stage, stageOf } from '../command/workspaces.ts';
import { githubWorkspace } from '../connector/github/at-the-command-line.ts';
import { githubOf } from '../connector/github/github-connections.ts';
import { githubStory } from '../connector/github/github-story.ts';
import { acme, effectiveOf, rehearse, writesSentTo } from '../connector/github/rehearsal.ts';
import { expectGolden } from '../golden.ts';
import { READER } from '../sandbox/start.ts';
import { INCIDENTS } from './incidents.ts';
import { replay } from './replay.ts';

const APPLY = ['apply', ...EMBEDDED.words];
const RAILS = 'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n';
const DAY = 86_400;

/** The status of an apply, its codes, and how much it sent. */
async function applied(stage: Stage, ...words: readonly string[]) {
  const before = writesSeen(stage).length;
  const { status, err } = await stage.run(...APPLY, ...words);
  const codes = [...new Set([...err.matchAll(/error\[([\w-]+)\]/g)].map(([, code]) => code))];
  return { status, codes, sent: writesSeen(stage).length - before };
}

const person = (n: number) => `p${n}@acme.example`;
const PEOPLE = Array.from({ length: 24 }, (_, n) => person(n));
const TEAMS = Array.from({ length: 8 }, (_, n) => `team-${n}`);
const inTeam = (team: number) => PEOPLE.filter((_, n) => n % TEAMS.length === team);
const MEMBERS = `members:\n  ana@acme.example: { roles: [admin] }\n${PEOPLE.map((key) => `  ${key}:\n`).join('')}`;
const teamsOf = (from: number) =>
  `groups:\n${TEAMS.slice(from)
    .map(
      (team, n) =>
        `  ${team}:\n    title: ${team}\n    roles: [editor]\n    members: [${inTeam(from + n).join(', ')}]\n`,
    )
    .join('')}`;

replay('one bad file', () => {
  const whole = `${MEMBERS}${teamsOf(0)}`;
  it.each<[string, string, readonly string[]]>([
    ['cut in the middle of a word', whole.slice(0, whole.length / 2), []],
    ['its teams gone', MEMBERS, ['removal-limit']],
    ['most of its teams gone', `${MEMBERS}${teamsOf(5)}`, ['removal-limit']],
    [
      'its teams without people',
      `${MEMBERS}${teamsOf(0).replaceAll(/members: \[.*\]/g, 'members: []')}`,
      ['removal-limit'],
    ],
    ['its teams without roles', `${MEMBERS}${teamsOf(0).replaceAll('[editor]', '[]')}`, ['removal-limit']],
    ['a key that says nothing', whole.replace('groups:', 'group:'), ['unknown-key']],
    ['the marks of a merge', whole.replace('groups:', '<<<<<<< HEAD\ngroups:'), []],
    ['nothing in it', '', []],
  ])('%s', async (_, broken, codes) => {
    const stage = await stageOf(organization(whole));
    expect((await stage.run(...APPLY)).status).toBe(0);
    stage.write('access/acme.yaml', document(broken));
    const found = await applied(stage);
    expect(found).toMatchObject({ status: 1, sent: 0 });
    expect(found.codes).toEqual(expect.arrayContaining([...codes]));
  });
});

replay('the limit that nobody could lift', () => {
  it('the exception of the message lets exactly this clean-up through', async () => {
    const stage = await stageOf(organization(`${MEMBERS}${teamsOf(0)}`));
    expect((await stage.run(...APPLY)).status).toBe(0);
    stage.write('access/acme.yaml', document(`${MEMBERS}${teamsOf(5)}`));
    const refused = await stage.run(...APPLY);
    expect(refused.status).toBe(1);
    const [, limits] = /limits: \{ ([^}]+) \}/.exec(refused.err) ?? [];
    if (limits === undefined) throw new Error(refused.err);
    const exception = (written: string) =>
      `${RAILS}exceptions:\n  five teams end:\n    limits: { ${written} }\n    reason: CHG-1\n    owner: ana@acme.example\n    until: 2999-12-31\n`;
    // One removal fewer than the change makes: it is another change.
    const fewer = limits.replace(/\d+/, (n) => String(Number(n) - 1));
    stage.write('access/rails.yaml', exception(fewer));
    expect(await applied(stage)).toMatchObject({ status: 1, sent: 0, codes: ['removal-limit'] });
    stage.write('access/rails.yaml', exception(limits));
    expect(await stage.run(...APPLY)).toMatchObject({ status: 0, err: '' });
  });
});

replay('the dry run that wrote', () => {
  it('runs three times with a token that may only read, and nothing is written', async () => {
    const stage = (await stageOf(organization(`${MEMBERS}${teamsOf(0)}`))).with({ BYLAW_TOKEN: READER });
    for (let again = 0; again < 3; again += 1) {
      for (const command of ['check', 'plan', 'drift']) {
        const { status, err } = await stage.run(command);
        expect([command, status, err]).toEqual([
          command,
          command === 'check' ? 0 : 2,
          expect.not.stringContaining('error'),
        ]);
      }
    }
    expect(writesSeen(stage)).toEqual([]);
  });
});

replay('arc and ARC', () => {
  const live = acme({ members: ['ben'], teams: [{ name: 'ARC', members: ['ben'] }] });
  const written = (team: string) =>
    `members: { octavia: { roles: [owner] }, ben: }\ngroups: { ${team}: { title: ARC, members: [ben] } }\n`;

  it('the team is the same, and a person in another case is the same person', async () => {
    const { plan } = await rehearse(live);
    expect(effectiveOf(await plan(written('arc')))).toEqual([]);
    expect(effectiveOf(await plan(written('arc').replaceAll('ben', 'BEN')))).toEqual([]);
  });

  it('both in one file are an error of the check', async () => {
    const both =
      'members: { octavia: { roles: [owner] } }\ngroups:\n  arc: { title: arc }\n  ARC: { title: ARC }\n';
    const { status, err } = await githubWorkspace('http://127.0.0.1:1', { documents: both }).run('check');
    expect(status).toBe(1);
    expect(err).toContain('error[invalid-name]: "ARC" is not a name');
  });
});

replay('the tidy-up', () => {
  it('who waits and who owns the organization are left where they are', async () => {
    const { plan, standIn } = await rehearse(
      acme({
        members: ['ben'],
        invitations: [{ login: 'dan' }],
        repositories: [{ name: 'web', invitations: [{ login: 'hired-pen', role: 'write' }] }],
      }),
    );
    const documents = `members: { octavia: { roles: [owner] }, ben: , dan: }
repositories: { web: { members: { hired-pen: { roles: [write] } } } }
`;
    expect(effectiveOf(await plan(documents))).toEqual([]);
    standIn.clock.advance(7 * DAY + 1);
    const removed = (await plan(documents)).changes.filter(({ action }) => action === 'delete');
    expect(removed).toEqual([]);
  });
});

replay('the exception that had ended', () => {
  const until = (day: string) =>
    `${RAILS}exceptions:\n  the teams end:\n    limits: { groups: 8, group-members: 100, assignments: 100, access: 100 }\n    reason: CHG-1\n    owner: ana@acme.example\n    until: ${day}\n`;

  it('check, plan, apply and a saved plan ask the same function', async () => {
    const stage = await stageOf(organization(`${MEMBERS}${teamsOf(0)}`));
    expect((await stage.run(...APPLY, '--at', '2040-01-01')).status).toBe(0);
    stage.write('access/acme.yaml', document(MEMBERS));
    stage.write('access/rails.yaml', until('2040-01-31'));
    const [last, over] = ['2040-01-31T23:59:59Z', '2040-02-01T00:00:00Z'];
    const saved = await stage.run('plan', ...EMBEDDED.words, '--out', 'plan.bylaw', '--at', last);
    expect(saved.out).not.toContain('removal-limit');
    expect((await stage.run('check', '--at', last)).out).not.toContain('exception-over');
    const told = await stage.run('check', '--at', over);
    expect(`${told.out}${told.err}`).toContain('exception-over');
    expect((await stage.run('plan', ...EMBEDDED.words, '--at', over)).out).toContain(
      'warning[removal-limit]',
    );
    for (const words of [
      ['plan.bylaw', '--at', over],
      ['--at', over],
    ])
      expect(await applied(stage, ...words)).toMatchObject({ status: 1, sent: 0 });
    expect((await stage.run(...APPLY, '--at', last)).status).toBe(0);
  });
});

replay('two runs at once', () => {
  it('the second waits, and finds nothing to do', async () => {
    const alone = await stageOf(organization(`${MEMBERS}${teamsOf(0)}`));
    expect((await alone.run(...APPLY)).status).toBe(0);
    const stage = await stageOf(organization(`${MEMBERS}${teamsOf(0)}`));
    const words = [...APPLY, '--lock-timeout', '120s'];
    const both = await Promise.all([stage.run(...words), stage.run(...words)]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(writesSeen(stage)).toHaveLength(writesSeen(alone).length);
  });
});

replay('the freed login', () => {
  it('the person keeps the access, and whoever took the login has none', async () => {
    const seed: GithubSeed = {
      users: [
        { login: 'ben', id: 42 },
        { login: 'eve', id: 43 },
      ],
      organizations: [
        { login: 'acme', owners: ['octavia'], members: ['ben'], teams: [{ name: 'qa', members: ['ben'] }] },
      ],
    };
    const documents =
      'members: { octavia: { roles: [owner] }, ben: }\ngroups: { qa: { title: qa, members: [ben] } }\n';
    const story = await githubStory({ seed });
    await story.apply(documents);
    story.github.rename('ben', 'benjamin');
    story.github.rename('eve', 'ben');
    await story.apply(documents);
    expect(story.github.organization('acme').members.has(43)).toBe(false);
    expect(story.github.team('acme', 'qa')).toEqual({ benjamin: 'member' });
  });
});

replay('one account that is gone', () => {
  it('everybody else is added, and taken away, in the same apply', async () => {
    const { standIn, apply } = await rehearse(
      acme(
        { members: ['ben', 'chi', 'ghost'], teams: [{ name: 'Docs', members: ['ben', 'ghost'] }] },
        { users: [{ login: 'dan' }] },
      ),
    );
    const ghost = standIn.world.userByLogin('ghost');
    if (ghost === undefined) throw new Error('nobody');
    standIn.world.removeUser(ghost);
    const { outcome, sent } = await apply(
      'members: { octavia: { roles: [owner] }, ben: , chi: , ghost: , dan: }\ngroups: { docs: { title: Docs, members: [chi, ghost] } }\n',
    );
    expect(sent).toEqual(
      expect.arrayContaining([
        'PUT /orgs/acme/memberships/dan',
        'PUT /orgs/acme/teams/docs/memberships/chi',
        'DELETE /orgs/acme/teams/docs/memberships/ben',
      ]),
    );
    expect(outcome.diagnostics.map(({ message }) => message).join('\n')).toContain('ghost');
  });
});

replay('the list that could not be read', () => {
  it('nothing that is on it is removed, and the missing permission is named', async () => {
    const seed = acme({
      members: ['ben'],
      organizationRoles: [{ name: 'watcher', permissions: ['read_audit_logs'] }],
      roleAssignments: { watcher: { users: ['ben'] } },
    });
    const standIn = await githubOf({
      seed: { ...seed, tokens: [{ value: 'reads-less', login: 'octavia', scopes: ['read:org', 'repo'] }] },
    });
    const workspace = githubWorkspace(standIn.url, {
      documents: 'members: { octavia: { roles: [owner] }, ben: }\n',
    }).with({ BYLAW_TOKEN: 'reads-less' });
    const { status, out } = await workspace.run('plan', ...EMBEDDED.words);
    expect(status).toBe(2);
    expect(out).toContain('acme: no changes, 3 deferred');
    expect(out).toContain('warning[list-unknown]: roles of organization acme: the list could not be read');
    expect(out).toContain('it needs organization_custom_org_roles=read');
    expect(writesSentTo(standIn)).toEqual([]);
  });
});

replay('the invitation of two years ago', () => {
  it('is sent again', async () => {
    const { standIn, apply, plan } = await rehearse(acme({ invitations: [{ login: 'dan' }] }));
    const documents = 'members: { octavia: { roles: [owner] }, dan: }\n';
    expect(effectiveOf(await plan(documents))).toEqual([]);
    standIn.clock.advance(730 * DAY);
    expect((await apply(documents)).sent).toContain('PUT /orgs/acme/memberships/dan');
  });
});

replay('the run that could not look', () => {
  it.each([
    ['a platform that is not there', { url: 'http://127.0.0.1:1' }],
    ['a token that is none', { token: 'no-such-token' }],
  ])('%s', async (_, { url, token }: { url?: string; token?: string }) => {
    const stage = await stageOf(organization(MEMBERS));
    expect((await stage.run(...APPLY)).status).toBe(0);
    const asked = url === undefined ? stage : stage.plainly;
    const looking = token === undefined ? asked : asked.with({ BYLAW_TOKEN: token });
    for (const command of ['drift', 'plan']) {
      const { status, out } = await looking.run(command);
      expect(status).toBe(1);
      expect(out).not.toMatch(/no drift|no changes|up to date/i);
    }
  });
});

replay('the temporary grant', () => {
  it('goes with the second of its end, though no file has changed', async () => {
    const stage = await stageOf(
      organization(
        'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [{ role: admin, until: 2040-01-01T18:00:00Z, reason: INC-1 }] }\n',
      ),
    );
    const at = (instant: string) => ['--at', instant];
    expect((await stage.run(...APPLY, ...at('2040-01-01T09:00:00Z'))).status).toBe(0);
    const [before, after] = ['2040-01-01T17:59:59Z', '2040-01-01T18:00:00Z'];
    expect((await stage.run('plan', ...at(before))).status).toBe(0);
    expect((await stage.run('drift', ...at(before))).status).toBe(0);
    const planned = await stage.run('plan', ...at(after));
    expect([planned.status, planned.out]).toEqual([2, expect.stringContaining('bo@acme.example')]);
    expect((await stage.run('drift', ...at(after))).status).toBe(2);
    expect((await stage.run(...APPLY, ...at(after))).status).toBe(0);
    expect((await stage.run('plan', ...at(after))).status).toBe(0);
  });
});

replay('another organization under the same name', () => {
  it('is not touched', async () => {
    const stage = await stageOf(organization(MEMBERS));
    expect((await stage.run(...APPLY)).status).toBe(0);
    const other = await stageOf(organization(MEMBERS));
    const { status, err } = await stage.plainly.run(...APPLY, '--url', other.platform.url);
    expect(status).toBe(1);
    expect(err).toContain('error[connection-moved]');
    expect(writesSeen(other)).toEqual([]);
  });
});

replay('the policy that did not run', () => {
  const RULES = `apiVersion: bylaw/v1\nkind: Rules\norganizations: "*"\nrules:\n  two do it: { rule: separation-of-duties, either: [users:write], or: [roles:assign] }\n`;
  const FOUND = 'ana@acme.example can do both sides of "two do it" on acme';

  async function withRules(): Promise<Stage> {
    const stage = await stageOf(organization(`${MEMBERS}${teamsOf(0)}`));
    expect((await stage.run(...APPLY)).status).toBe(0);
    stage.write('access/rules.yaml', RULES);
    return stage;
  }

  it('judges where nothing changes', async () => {
    const stage = await withRules();
    const { out } = await stage.run('plan', ...EMBEDDED.words);
    expect(out).toContain('no changes');
    expect(out).toContain(`warning[rule-broken]: ${FOUND}`);
  });

  it('judges a plan that guard rails refuse', async () => {
    const stage = await withRules();
    stage.write('access/acme.yaml', document(MEMBERS));
    const { status, err } = await stage.run(...APPLY);
    expect(status).toBe(1);
    expect(err).toContain('error[removal-limit]');
    expect(err).toContain(`warning[rule-broken]: ${FOUND}`);
  });

  it.each(['plan', 'apply'])('judges the documents where %s fails', async (command) => {
    const stage = (await withRules()).with({ BYLAW_TOKEN: 'of-nobody' });
    const { status, err } = await stage.run(command, ...EMBEDDED.words);
    expect(status).toBe(1);
    expect(err).toContain(`error[rule-broken]: ${FOUND}`);
  });
});

describe('the table', () => {
  it('has a replay for each', () => {
    const texts = readdirSync('test/incident')
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(`test/incident/${name}`, 'utf8'));
    const replayed = texts.flatMap((text) =>
      [...text.matchAll(/^replay\('([^']+)'/gm)].map(([, name]) => name),
    );
    expect(replayed.sort()).toEqual(Object.keys(INCIDENTS).sort());
  });

  it('is a page of the docs', () => {
    const rows = Object.entries(INCIDENTS).map(
      ([name, { source, happened, here }]) =>
        `## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n*${source}.* ${happened}\n\n**Bylaw:** ${here}\n`,
    );
    expectGolden(
      'docs/incidents.md',
      `# Incidents\n\nWhat went wrong with programs of this kind, and what Bylaw does with the same. Each is replayed by a test, in\n\`test/incident/\`. This page is made from the same table; after a change there, run \`npm run bless\`.\n\n${rows.join('\n')}`,
    );
    expect(readFileSync('docs/guardrails.md', 'utf8')).toContain('(incidents.md)');
  });
});
