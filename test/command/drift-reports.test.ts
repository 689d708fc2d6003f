/** Reports of drift in files, one after the other, and where the names in them are known from. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../src/report/drift/drift-json.ts';
import { meddle } from './live.ts';
import { document, organization, type Stage, stageOf, workspaceOf } from './workspaces.ts';

const WRITTEN = `title: Acme
members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example:
groups:
  qa: { title: QA, members: [bo@acme.example], roles: [editor] }
`;

const LIVE = {
  organization: 'acme',
  members: [{ key: 'ana@acme.example' }, { key: 'bo@acme.example' }],
  groups: [{ slug: 'qa', name: 'QA', members: ['bo@acme.example'], roles: ['editor'] }],
  assignments: [{ principal: { type: 'member' as const, name: 'ana@acme.example' }, roles: ['admin'] }],
};

async function stage(): Promise<Stage> {
  const made = await stageOf(organization(WRITTEN), { seed: LIVE });
  expect(await made.run('drift')).toMatchObject({ status: 0, err: '' });
  return made;
}

const addEve = (to: Stage) => meddle(to, 'POST', '/members', { key: 'eve@evil.example' });
const renameQa = (to: Stage) => meddle(to, 'PATCH', '/groups/{groups/qa}', { name: 'Quality' });

function reportOf(made: Stage, file: string): DriftReport['organizations'][number] {
  const [one] = (JSON.parse(made.read(file)) as DriftReport).organizations;
  if (one === undefined) throw new Error('no organization');
  return one;
}

describe('a report in a file', () => {
  it('is in the format that its name says, and what is printed is text', async () => {
    const made = await stage();
    await addEve(made);
    const files = ['d.txt', 'd.md', 'd.json', 'd.sarif', 'd.xml', 'd.html'];
    const { status, out, err } = await made.run('drift', ...files.flatMap((file) => ['--report', file]));
    expect([status, err]).toEqual([2, '']);
    expect(out).toMatch(/^acme: 1 fact drifted/);
    expect(made.read('d.txt')).toBe(out);
    for (const [at, format] of ['text', 'markdown', 'json', 'sarif', 'junit', 'html'].entries()) {
      const printed = await made.run('drift', '--format', format);
      expect(printed.status).toBe(2);
      const same = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'T');
      expect([format, same(made.read(files[at] ?? ''))]).toEqual([format, same(printed.out)]);
    }
  });

  it.each([
    [['--format', 'json', '--report', 'd.html'], 'One format at a time'],
    [['--json', '--report', 'd.md'], 'One format at a time'],
    [['--report', 'd.csv'], 'which this command does not print'],
    [['--report', 'drift'], 'says no format'],
    [['--report', 'd.md', '--report', 'd.md'], 'twice'],
    [['--format', 'csv'], 'does not print csv'],
    [['--report', 'bylaw.yaml'], 'says no format'],
  ])('%j is refused before anything is read', async (words, message) => {
    const made = organization(WRITTEN);
    const { status, out, err } = await made.run('drift', ...words);
    expect([status, `${out}${err}`]).toEqual([1, expect.stringContaining(message)]);
    expect(readdirSync(made.folder).sort()).toEqual(['access', 'bylaw.yaml']);
  });

  it('a name without an ending takes --format', async () => {
    const made = await stage();
    expect((await made.run('drift', '--json', '--report', 'drift')).out).toBe('acme: no drift\n');
    expect(reportOf(made, 'drift').findings).toEqual([]);
  });

  it('is left as it was where not everything could be read', async () => {
    const made = await stage();
    made.write('drift.json', 'as it was');
    made.platform.setFaults([{ kind: 'html', match: { path: '/members' } }]);
    const { status } = await made.run('drift', '--report', 'drift.json');
    expect([status, made.read('drift.json')]).toEqual([1, 'as it was']);
  });
});

describe('against the report before', () => {
  const next = (made: Stage) => made.run('drift', '--report', 'drift.json', '--previous', 'drift.json');

  it('facts are new, then there since the first report of them, and recovered when they are gone', async () => {
    const made = await stage();
    const first = await next(made);
    expect([first.status, first.out]).toEqual([0, expect.stringContaining('warning[no-previous-report]')]);
    await addEve(made);
    const second = await next(made);
    expect(second.status).toBe(2);
    expect(second.out).toMatch(/new since the report of \S+Z/);
    const [eve] = reportOf(made, 'drift.json').findings;
    expect(eve).toMatchObject({ fact: 'member:acme/eve@evil.example', isNew: true });
    await renameQa(made);
    const third = await next(made);
    expect(third.out).toMatch(/^acme: 2 facts drifted, 1 new, 1 still there/);
    expect(third.out).toContain(`there since ${eve?.firstSeenAt}`);
    await meddle(made, 'PATCH', '/groups/{groups/qa}', { name: 'Quality of it' });
    // Another value is another fact, and none that recovered.
    expect((await next(made)).out).toMatch(/^acme: 2 facts drifted, 1 new, 1 still there\n/);
    await meddle(made, 'DELETE', '/members/{members/eve@evil.example}');
    await meddle(made, 'PATCH', '/groups/{groups/qa}', { name: 'QA' });
    const last = await next(made);
    expect([last.status, last.out]).toEqual([0, expect.stringMatching(/^acme: no drift, 2 recovered\n/)]);
    expect(last.out).toContain(`seen first at ${eve?.firstSeenAt}`);
    expect((await next(made)).out).toBe('acme: no drift\n');
  });

  it('a run that could not look recovers nothing, and the next one still knows since when', async () => {
    const made = await stage();
    await addEve(made);
    await next(made);
    const before = made.read('drift.json');
    made.platform.setFaults([{ kind: 'html', match: { path: '/members' } }]);
    const blind = await made.run('drift', '--previous', 'drift.json', '--report', 'drift.json', '--json');
    expect(blind.status).toBe(1);
    expect(blind.out).not.toContain('recovered');
    expect(made.read('drift.json')).toBe(before);
    made.platform.setFaults([]);
    await next(made);
    expect(reportOf(made, 'drift.json').findings[0]?.isNew).toBe(false);
  });

  it.each([
    ['no report', 'is not JSON'],
    ['[]', 'is not a report of drift'],
    [
      '{"format":"bylaw.report/v9"}',
      'is of the form "bylaw.report/v9", and this version reads bylaw.report/v1',
    ],
    ['{"format":"bylaw.report/v1","command":"plan"}', 'is a report of bylaw plan, not of bylaw drift'],
    ['{"format":"bylaw.report/v1","command":"drift"}', 'is of a run that could not look'],
    ['{"format":"bylaw.report/v1","command":"drift","organizations":[]}', 'is of no organization'],
    [
      '{"format":"bylaw.report/v1","command":"drift","organizations":[{"organization":"beta","platform":"x","live":{"readAt":"2026-01-01T00:00:00Z"},"findings":[]}]}',
      'is of beta, and not of acme',
    ],
    [
      '{"format":"bylaw.report/v1","command":"drift","organizations":[{"organization":"acme","platform":"github","live":{"readAt":"2026-01-01T00:00:00Z"},"findings":[]}]}',
      'tells of "acme" on another platform than "lumoauth"',
    ],
    [
      '{"format":"bylaw.report/v1","command":"drift","organizations":[{"organization":"acme","platform":"lumoauth","live":{"readAt":"yesterday"},"findings":[]}]}',
      'readAt is not as it has to be',
    ],
  ])('%s is one message', async (content, message) => {
    const made = organization(WRITTEN);
    made.write('before.json', content);
    const { status, out, err } = await made.run('drift', '--previous', 'before.json');
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(message);
    expect(err.match(/error\[/g)).toEqual(['error[']);
  });

  it('100 MB are one message', async () => {
    const made = organization(WRITTEN);
    writeFileSync(join(made.folder, 'before.json'), Buffer.alloc(100_000_000, ' '));
    const { status, err } = await made.run('drift', '--previous', 'before.json');
    expect([status, err]).toEqual([1, expect.stringContaining('The file is larger than 64 MiB.')]);
  });
});

describe('who did it', () => {
  it('is known from the audit log, and the report says so', async () => {
    const made = await stage();
    await addEve(made);
    const { out } = await made.run('drift');
    expect(out).toMatch(/by pat at \S+Z \(member\.created\)\n/);
    expect(out).toMatch(/\nWho did it in acme: the audit log was read\.\n$/);
    const { attribution, findings } = JSON.parse((await made.run('drift', '--json')).out).organizations[0];
    expect(attribution).toEqual([{ from: 'audit-log', state: 'read', since: null, keepsDays: null }]);
    expect(findings[0].deed).toMatchObject({ actor: 'pat', source: 'audit-log' });
  });

  const unreadable = (made: Stage) =>
    made.platform.setFaults([{ kind: 'html', match: { operationId: 'listAuditEvents' } }]);
  const event = (more: object) =>
    JSON.stringify({
      organization: 'acme',
      at: '2026-06-01T09:00:00Z',
      actor: 'mallory',
      action: 'member.created',
      address: 'member:acme/eve@evil.example',
      ...more,
    });

  it('is nobody where nothing can be asked, and the report says why', async () => {
    const made = await stage();
    await addEve(made);
    unreadable(made);
    const { status, out } = await made.run('drift');
    expect(status).toBe(2);
    expect(out).toContain('Who did it in acme: the audit log could not be read; so nobody is named.');
    expect(out).not.toContain(' by ');
  });

  it('is known from a webhook log where that is the only one, and each name says so', async () => {
    const made = await stage();
    await addEve(made);
    unreadable(made);
    made.write('events.jsonl', `${event({})}\n\n${event({ organization: 'beta', actor: 'other' })}\n`);
    const { status, out } = await made.run('drift', '--webhook-log', 'events.jsonl');
    expect(status).toBe(2);
    expect(out).toContain('by mallory at 2026-06-01T09:00:00Z (member.created, by the webhook log)');
    expect(out).toContain(
      'the audit log could not be read; the webhook log events.jsonl tells of it from 2026-06-01T09:00:00Z on.',
    );
  });

  it('is nobody where the last event of the file went the other way', async () => {
    const made = await stage();
    await addEve(made);
    unreadable(made);
    const undone = event({ at: '2026-06-02T09:00:00Z', action: 'member.removed' });
    made.write('events.jsonl', `${event({})}\n${undone}\n`);
    expect((await made.run('drift', '--webhook-log', 'events.jsonl')).out).not.toContain('by mallory');
  });

  it.each([
    ['torn', '{"at":"2026-06-0', 'it is not JSON'],
    ['no instant', event({ at: '2026-06-01T09:00:00' }), 'event.at is not as it has to be'],
    ['no thing', event({ address: 'eve' }), 'event.address is not as it has to be'],
    ['no actor', event({ actor: 7 }), 'event.actor is not as it has to be'],
    ['no way', event({ way: 'sideways' }), 'event.way is not as it has to be'],
    ['no field', event({ to: 'x' }), 'event.field is not as it has to be'],
    ['an array', '[]', 'event is not as it has to be'],
  ])('is nobody by a file with a line that cannot be read: %s', async (_, line, message) => {
    const made = await stage();
    await addEve(made);
    unreadable(made);
    made.write('events.jsonl', `${event({})}\n${line}\n`);
    const { status, out } = await made.run('drift', '--webhook-log', 'events.jsonl');
    expect(status).toBe(2);
    expect(out).toContain('warning[webhook-log]');
    expect(out).toContain('events.jsonl:2:1');
    expect(out).toContain(message);
    expect(out).toContain('so nobody is named');
    expect(out).not.toContain('mallory');
  });

  it('is told without a file that is not there', async () => {
    const made = await stage();
    await addEve(made);
    const { status, out } = await made.run('drift', '--webhook-log', 'no.jsonl');
    expect(status).toBe(2);
    expect(out).toContain('warning[file-unreadable]');
    expect(out).toContain('by pat at');
    expect(out).toContain('the webhook log no.jsonl could not be read');
  });
});

describe('drift that is acknowledged', () => {
  const rules = (more: string) => `apiVersion: bylaw/v1
kind: Rules
organizations: "*"
acknowledged-drift:
  eve helps with the migration:
    fact: member:acme/eve@evil.example
    kind: added
    reason: the migration
    owner: group:admins
    ${more}
`;
  const AT = ['--at', '2026-06-15T12:00:00Z'];

  it('is shown with who answers for it until when, and asks nobody to look', async () => {
    const made = await stage();
    await addEve(made);
    made.write('access/rules.yaml', rules('until: 2026-06-15'));
    const { status, out } = await made.run('drift', ...AT);
    expect(status).toBe(0);
    expect(out).toMatch(/^acme: 1 fact drifted \(1 acknowledged\)/);
    expect(out).toContain(
      'acknowledged until 2026-06-15 by group:admins: the migration (access/rules.yaml:5:3)',
    );
    for (const format of ['markdown', 'json', 'sarif', 'junit', 'html'])
      expect((await made.run('drift', ...AT, '--format', format)).out).toContain('the migration');
    await renameQa(made);
    expect((await made.run('drift', ...AT)).status).toBe(2);
  });

  it.each([
    ['until: 2026-06-14', 2],
    ['until: 2026-06-15T12:00:00Z', 2],
    ['until: 2026-06-15T12:00:01Z', 0],
    ['from: 2026-06-15T12:00:01Z\n    until: 2026-07-01', 2],
    ['from: 2026-06-15T12:00:00Z\n    until: 2026-07-01', 0],
  ])('holds as long as it says: %s', async (window, expected) => {
    const made = await stage();
    await addEve(made);
    made.write('access/rules.yaml', rules(window));
    expect((await made.run('drift', ...AT)).status).toBe(expected);
  });

  it('dies when the finding grows', async () => {
    const made = await stage();
    await addEve(made);
    made.write('access/rules.yaml', rules('until: 2026-07-01'));
    expect((await made.run('drift', ...AT)).status).toBe(0);
    const assignment = '/scopes/{scopes/acme}/assignments/member/{members/eve@evil.example}';
    await meddle(made, 'PUT', assignment, { roleIds: ['{roles/viewer}'] });
    const { status, out } = await made.run('drift', ...AT);
    expect(status).toBe(2);
    expect(out).toContain(
      'the acknowledgement "eve helps with the migration" is for less than this (access/rules.yaml:5:3)',
    );
  });

  it('is warned of where nothing of it has drifted, in the organization that it is of', async () => {
    const made = await stage();
    made.write('access/rules.yaml', rules('until: 2026-07-01').replace('acme/eve', 'acme-2/eve'));
    expect(await made.run('drift', ...AT)).toMatchObject({ status: 0, out: 'acme: no drift\n' });
    made.write('access/rules.yaml', rules('until: 2026-07-01'));
    const { status, out } = await made.run('drift', ...AT);
    expect([status, out]).toEqual([0, expect.stringContaining('warning[acknowledgement-unused]')]);
  });

  it('holds for all that the fact gives, people however their keys are written, and for no more', async () => {
    const made = await stage();
    const assignment = '/scopes/{scopes/acme}/assignments/member/{members/bo@acme.example}';
    await meddle(made, 'PUT', assignment, { roleIds: ['{roles/admin}'] });
    const [finding] = JSON.parse((await made.run('drift', '--json')).out).organizations[0].findings;
    const permissions: readonly string[] = [
      ...new Set<string>(finding.effect.gained.map((one: { readonly permission: string }) => one.permission)),
    ];
    expect(permissions.length).toBeGreaterThan(1);
    const word = (people: string, given: readonly string[], scopes: string) => `apiVersion: bylaw/v1
kind: Rules
organizations: "*"
acknowledged-drift:
  bo audits:
    fact: ${finding.fact}
    kind: added
    people: ${people}
    permissions: ${JSON.stringify(given)}
    scopes: ${scopes}
    reason: holidays
    owner: group:admins
    until: 2026-07-01
`;
    const statusOf = async (text: string) => {
      made.write('access/rules.yaml', text);
      return (await made.run('drift', ...AT)).status;
    };
    expect(await statusOf(word('[BO@acme.example, ana@acme.example]', permissions, 'acme'))).toBe(0);
    expect(await statusOf(word('ana@acme.example', permissions, 'acme'))).toBe(2);
    expect(await statusOf(word('bo@acme.example', permissions.slice(1), 'acme'))).toBe(2);
    expect(await statusOf(word('bo@acme.example', permissions, 'acme/other'))).toBe(2);
  });

  it.each([
    ['until: 2026-02-31', 'error['],
    ['untill: 2026-07-01', 'error['],
    ['until: 2026-07-01\n    people: [a b]', 'error['],
  ])('acknowledges nothing where it cannot be read: %s', async (window, message) => {
    const made = await stage();
    await addEve(made);
    made.write('access/rules.yaml', rules(window));
    const { status, out, err } = await made.run('drift', ...AT);
    expect([status, `${out}${err}`]).toEqual([1, expect.stringContaining(message)]);
  });
});

it('one organization that cannot be read keeps no other from being told', async () => {
  const made = await stageOf(
    workspaceOf({
      'bylaw.yaml': `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:1" }
  beta: { connector: access-api, url: "http://127.0.0.1:1" }
`,
      'access/acme.yaml': document(WRITTEN),
      'access/beta.yaml': document('title: Beta\n').replace('name: acme', 'name: beta'),
    }),
    { seed: LIVE },
  );
  await addEve(made);
  made.write('d.json', 'as it was');
  const { status, out, err } = await made.run('drift', '--report', 'd.json');
  expect(status).toBe(1);
  expect(out).toMatch(/^acme: 1 fact drifted/);
  expect(out).toContain('error[');
  expect(err).toContain('"d.json": not written, since not everything was read.');
  expect(made.read('d.json')).toBe('as it was');
});
