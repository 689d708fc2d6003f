/** The issue of drift, on a server that none of us wrote. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepIssues } from '../../src/command/drifting/keep-issues.ts';
import { openForge } from '../../src/forge/open-forge.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { DriftEntry } from '../../src/report/drift/drift-entry.ts';
import type { UnknownList } from '../../src/resource/resource.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { fastTime } from '../connector/fast-time.ts';
import { answered } from '../forge/answered.ts';
import { lumoauth } from '../report/platforms.ts';
import { desiredOf, planned } from '../report/scene.ts';
import { Side } from '../report/side.ts';
import { openEmulate } from '../sandbox/github/open-emulate.ts';
import { meddle } from './live.ts';
import { organization, stageOf } from './workspaces.ts';

async function github() {
  const emulate = await openEmulate();
  onTestFinished(() => emulate.close());
  const settings = { api: emulate.url, repository: 'acme/web', token: emulate.token, time: fastTime() };
  const sent: string[] = [];
  const onRequest = (method: string, path: string) => {
    if (method !== 'GET') sent.push(`${method} ${path.replace(/^.*\/repos/, '/repos')}`);
  };
  const forge = await openForge('github', { ...settings, onRequest });
  const issues = async () => answered(await forge.issues(['bylaw-drift']));
  return { emulate, settings, forge, issues, sent };
}

const acme = (side: 'desired' | 'live') =>
  new Side('acme', side).scope('acme', 'organization', 'Acme').member('ana@acme.com');

function entryOf(plan: Plan): DriftEntry {
  return { plan, findings: driftOf(plan), deeds: new Map() };
}

/** Acme with these people whom nobody wrote. */
function drifted(...people: readonly string[]): DriftEntry {
  const live = people.reduce((side, one) => side.member(one), acme('live'));
  return entryOf(planned(desiredOf('acme', lumoauth, acme('desired')), live));
}

const UNKNOWN: UnknownList = {
  name: 'people',
  type: 'member',
  of: 'organization',
  because: diagnostic('list-unknown', 'no', null),
};
const partly = (entry: DriftEntry): DriftEntry => ({
  ...entry,
  plan: { ...entry.plan, live: { ...entry.plan.live, unknown: [UNKNOWN] } },
});

describe('the issue of an organization', () => {
  it('is opened, brought up to date, closed and opened again; the same facts are no write', async () => {
    const { forge, issues, sent } = await github();
    expect((await keepIssues(forge, [drifted()])).lines).toEqual([]);
    expect(sent).toEqual([]);
    const [opened] = (await keepIssues(forge, [drifted('eve@evil.example')])).lines;
    expect(opened).toMatch(/^opened http.*\/issues\/\d+$/);
    const [first] = await issues();
    expect(first).toMatchObject({ isOpen: true, title: 'Access of acme is not as its documents say' });
    expect(first?.body).toContain('`eve@evil.example`');
    sent.length = 0;
    const later = drifted('eve@evil.example');
    const read = { ...later.plan.live, readAt: '2026-07-01T00:00:00Z' };
    expect(await keepIssues(forge, [{ ...later, plan: { ...later.plan, live: read } }])).toEqual({
      lines: [],
      diagnostics: [],
    });
    expect(sent).toEqual([]);
    expect((await keepIssues(forge, [drifted('eve@evil.example', 'bob@evil.example')])).lines[0]).toMatch(
      /^brought up to date: /,
    );
    expect((await keepIssues(forge, [drifted()])).lines[0]).toMatch(/^closed: /);
    const [closed, ...others] = await issues();
    expect([closed?.isOpen, closed?.number, others]).toEqual([false, first?.number, []]);
    expect(closed?.body).toContain('**acme: no drift.**');
    sent.length = 0;
    expect((await keepIssues(forge, [drifted()])).lines).toEqual([]);
    expect(sent).toEqual([]);
    expect((await keepIssues(forge, [drifted('eve@evil.example')])).lines[0]).toMatch(/^opened again: /);
    expect(await issues()).toEqual([first]);
  });

  it('closed by hand while there is drift is opened again, and has no twin', async () => {
    const { forge, issues } = await github();
    await keepIssues(forge, [drifted('eve@evil.example')]);
    const [issue] = await issues();
    answered(await forge.editIssue(issue?.number ?? 0, { isOpen: false, title: 'We know' }));
    await keepIssues(forge, [drifted('eve@evil.example')]);
    expect(await issues()).toEqual([issue]);
  });

  it('is neither closed nor shortened by a read that was not whole', async () => {
    const { forge, issues } = await github();
    await keepIssues(forge, [drifted('eve@evil.example', 'bob@evil.example')]);
    const [issue] = await issues();
    const half = await keepIssues(forge, [partly(drifted('eve@evil.example'))]);
    expect(half.lines).toEqual([`left as it is, since not everything was read: ${issue?.url}`]);
    const none = await keepIssues(forge, [partly(drifted())]);
    expect(none.lines).toEqual([`left as it is, since not everything was read: ${issue?.url}`]);
    expect(await issues()).toEqual([issue]);
    const more = partly(drifted('eve@evil.example', 'bob@evil.example', 'mal@evil.example'));
    expect((await keepIssues(forge, [more])).lines[0]).toMatch(/^brought up to date: /);
    answered(await forge.editIssue(issue?.number ?? 0, { isOpen: false }));
    expect((await keepIssues(forge, [partly(drifted('eve@evil.example'))])).lines.at(-1)).toMatch(
      /^opened again: /,
    );
    expect((await issues())[0]?.body).toContain('mal@evil.example');
  });

  it('is one where two runs open it at once, and the older stays', async () => {
    const { settings, issues } = await github();
    const [one, other] = await Promise.all([openForge('github', settings), openForge('github', settings)]);
    const entry = drifted('eve@evil.example');
    await Promise.all([keepIssues(one, [entry]), keepIssues(other, [entry])]);
    await keepIssues(one, [entry]);
    const all = await issues();
    expect(all.filter(({ isOpen }) => isOpen)).toEqual([all[0]]);
  });

  it('is one of each organization, and none of somebody else’s is touched', async () => {
    const { forge, issues } = await github();
    await keepIssues(forge, [drifted('eve@evil.example')]);
    const [ours] = await issues();
    const beta = (side: 'desired' | 'live') => new Side('beta', side).scope('beta', 'organization', 'Beta');
    const other = entryOf(
      planned(desiredOf('beta', lumoauth, beta('desired')), beta('live').member('eve@evil.example')),
    );
    answered(await forge.openIssue({ title: 'Mine', body: 'no mark', labels: ['bylaw-drift'] }));
    await keepIssues(forge, [other]);
    expect((await issues()).map(({ title, isOpen }) => [title, isOpen])).toEqual([
      [ours?.title, true],
      ['Mine', true],
      ['Access of beta is not as its documents say', true],
    ]);
  });

  it('holds at most what an issue may, and still says how much is left out', async () => {
    const { forge, issues } = await github();
    const people = Array.from({ length: 2_000 }, (_, at) => `person-${at}@evil.example`);
    await keepIssues(forge, [drifted(...people)]);
    const [issue] = await issues();
    expect(issue?.body.length).toBeLessThanOrEqual(65_536);
    expect(issue?.body).toContain('2000 facts drifted');
    expect(issue?.body).toContain('Left out');
    expect(issue?.body).toContain('<!-- bylaw-drift acme lumoauth -->');
  }, 60_000);

  it('mentions nobody and links nowhere, whatever things are called', async () => {
    const { forge, issues } = await github();
    const names = ['@everyone', '<img src=x>', '--><b>x', '[x](https://evil.example)', '#1', 'a|b', '`@pat`'];
    const live = names.reduce(
      (side, title, at) => side.group(`g${at}`, [], { title }),
      names.reduce((side, one) => side.member(one), acme('live')),
    );
    await keepIssues(forge, [entryOf(planned(desiredOf('acme', lumoauth, acme('desired')), live))]);
    const [issue] = await issues();
    const outside = (issue?.body ?? '').replace(/<code>[^<]*<\/code>|`[^`\n]*`|<!--.*?-->/g, 'x');
    expect(outside).not.toMatch(/@|https?:|\]\(|#\d/);
    expect(outside.replace(/<\/?sub>|<br>/g, '')).not.toMatch(/[<>]/);
  });
});

describe('bylaw drift --issue', () => {
  const WRITTEN = 'title: Acme\nmembers:\n  ana@acme.example: { roles: [admin] }\n';
  const SEED = {
    organization: 'acme',
    members: [{ key: 'ana@acme.example' }],
    assignments: [{ principal: { type: 'member' as const, name: 'ana@acme.example' }, roles: ['admin'] }],
  };

  it('takes the repository and the token from the CI server, and leaves the status as it is', async () => {
    const { emulate, issues } = await github();
    const made = (await stageOf(organization(WRITTEN), { seed: SEED })).with({
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: emulate.url,
      GITHUB_REPOSITORY: 'acme/web',
      GITHUB_TOKEN: emulate.token,
    });
    expect(await made.run('drift', '--issue')).toMatchObject({ status: 0, err: '' });
    await meddle(made, 'POST', '/members', { key: 'eve@evil.example' });
    const drifted = await made.run('drift', '--issue', '--json');
    expect([drifted.status, drifted.err]).toEqual([2, expect.stringMatching(/^Issue opened http.*\n$/)]);
    expect(JSON.parse(drifted.out).result).toBe('drift');
    // A read that fails leaves the issue as it is, and so does an apply that does.
    made.platform.setFaults([{ kind: 'html', match: { path: '/members' } }]);
    const before = await issues();
    expect((await made.run('drift', '--issue')).status).toBe(1);
    expect((await made.run('apply', '--yes', '--engine', 'embedded')).status).toBe(1);
    expect(await issues()).toEqual(before);
    made.platform.setFaults([]);
    await meddle(made, 'POST', '/members', { key: 'mal@evil.example' });
    const after = await made.run('drift', '--issue');
    expect([after.status, after.err]).toEqual([2, expect.stringMatching(/^Issue brought up to date: /)]);
  });

  it('warns where the forge cannot be written to, and tells the drift all the same', async () => {
    const { emulate } = await github();
    const made = (await stageOf(organization(WRITTEN), { seed: SEED })).with({
      GITHUB_API_URL: emulate.url,
      GITHUB_TOKEN: emulate.token,
    });
    await meddle(made, 'POST', '/members', { key: 'eve@evil.example' });
    const words = ['--issue', '--forge', 'github', '--repository', 'acme/nothing'];
    const { status, out, err } = await made.run('drift', ...words);
    expect(status).toBe(2);
    expect(out).toContain('warning[issue-not-kept]');
    expect(out + err).not.toContain(emulate.token);
  });

  it.each([
    [['--issue'], 'Nothing says which forge has the repository'],
    [['--issue', '--forge', 'gitea'], 'There is no forge "gitea"'],
    [['--issue', '--forge', 'github'], 'Nothing says which repository is meant'],
    [['--issue', '--forge', 'github', '--repository', 'acme'], '"acme" is no repository'],
    [['--issue', '--forge', 'github', '--repository', 'acme/web'], 'No token for "acme/web" is set'],
    [['--repository', 'acme/web'], 'no issue is asked for'],
  ])('%j is refused before anything is read', async (words, message) => {
    const { status, err } = await organization(WRITTEN).run('drift', ...words);
    expect([status, err]).toEqual([1, expect.stringContaining(message)]);
  });
});
