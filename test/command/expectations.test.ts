import { describe, expect, it } from 'vitest';
import { meddle, writesSeen } from './live.ts';
import { organization, stageOf, type Workspace } from './workspaces.ts';

const PEOPLE = `members:
  ada@acme.example: { roles: [admin] }
  bo@acme.example:
groups:
  writers: { title: Writers, members: [bo@acme.example], roles: [editor] }
`;

const HEAD = 'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n';
const HOLDS = `${HEAD}  writers write:
    groups: writers
    can: "documents:write"
    cannot: "*:delete"
    on: acme
  only ada gives roles:
    members: ada@acme.example
    only-these-can: "roles:assign"
    on: acme
`;
const FAILS = HOLDS.replace('cannot: "*:delete"', 'cannot: "documents:*"');

function expecting(expectations: string, people = PEOPLE): Workspace {
  const made = organization(people);
  made.write('access/expectations.yaml', expectations);
  return made;
}

describe('check', () => {
  it('says how many hold, with status 0', async () => {
    const made = expecting(HOLDS);
    // One administrator is what the expectations ask for, and a warning that is not the matter here.
    made.write('bylaw.yaml', `${made.read('bylaw.yaml')}lint: { single-owner: off }\n`);
    const { status, out, err } = await made.run('check');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toBe(
      'acme (lumoauth): 2 members, 1 group, 2 assignments\n  2 expectations hold\n\nno problems\n',
    );
  });

  it('says which fail, where, and why, with status 2', async () => {
    const { status, out, err } = await expecting(FAILS).run('check');
    expect({ status, err }).toEqual({ status: 2, err: '' });
    expect(out).toContain('✗ writers write  access/expectations.yaml:5:3, acme as written');
    expect(out).toContain('bo@acme.example holds documents:read, documents:write on acme');
    expect(out).toContain('expected: cannot documents:* (access/expectations.yaml:8:13)');
    expect(out).toMatch(
      /because bo@acme\.example → group writers \(access\/acme\.yaml:10:\d+\) → role editor on acme/,
    );
    expect(out.trimEnd().split('\n').at(-1)).toBe('1 of 2 expectations fails');
  });

  it('tells the same to programs', async () => {
    const { status, out } = await expecting(FAILS).run('check', '--json');
    const report = JSON.parse(out);
    expect(status).toBe(2);
    expect(report.result).toBe('failed');
    expect(report.organizations[0].expectations).toMatchObject({ source: 'desired', hold: 1, fail: 1 });
    const [fault] = report.organizations[0].expectations.results[0].faults;
    expect(fault).toMatchObject({ fault: 'holds', members: ['bo@acme.example'], scopes: ['acme'] });
    expect(fault.because[0].path.steps.length).toBeGreaterThan(2);
  });

  it('writes JUnit beside the report, into a folder that is not there yet', async () => {
    const made = expecting(FAILS);
    const { status, out } = await made.run('check', '--junit', 'reports/bylaw.xml');
    expect(status).toBe(2);
    expect(out).toContain('1 of 2 expectations fails');
    expect(made.read('reports/bylaw.xml')).toContain(
      '<testsuites name="bylaw" tests="2" failures="1" errors="0">',
    );
  });

  it('writes JUnit instead of the report to stdout', async () => {
    const { status, out } = await expecting(HOLDS).run('check', '--junit', '-');
    expect(status).toBe(0);
    expect(out).toMatch(/^<\?xml .*\n<testsuites name="bylaw" tests="2" failures="0" errors="0">\n/);
    expect(out.trimEnd()).toMatch(/<\/testsuites>$/);
  });

  it('writes errors into the JUnit file: nothing that ran is not nothing that failed', async () => {
    const made = expecting(HOLDS.replace('groups: writers', 'groups: writer'));
    const { status, err } = await made.run('check', '--junit', 'bylaw.xml');
    expect(status).toBe(1);
    expect(err).toMatch(
      /unknown-group.*"writer"[\s\S]*access\/expectations\.yaml:6:13[\s\S]*Did you mean `writers`/,
    );
    expect(made.read('bylaw.xml')).toContain('type="unknown-group"');
  });

  it('tells where a report cannot be written', async () => {
    const { status, err } = await expecting(HOLDS).run('check', '--junit', 'access/acme.yaml/x.xml');
    expect(status).toBe(1);
    expect(err).toContain('error[report-not-written]');
  });

  it('looks at the instant asked for', async () => {
    const people = PEOPLE.replace('[bo@acme.example]', '[{ member: bo@acme.example, until: 2090-01-01 }]');
    const made = expecting(HOLDS, people);
    expect((await made.run('check')).status).toBe(0);
    // That nobody is left by an end is told, and keeps nothing from being taken away.
    const later = await made.run('check', '--at', '2095-01-01');
    expect(later.status).toBe(0);
    expect(later.out).toContain('2 expectations hold, 1 of them except for what has ended');
    expect(later.out).toContain(
      'warning[expectation-ended]: The expectation "writers write" holds except for what has ended: nobody is left to test.',
    );
    const soon = await made.run('check', '--at', '2089-12-25');
    expect(soon.status).toBe(0);
    expect(soon.out).toContain(
      'warning[expectation-ahead]: The expectation "writers write" holds now, and from 2090-01-02T00:00:00Z on it holds except for what ends then: nobody is left to test.',
    );
  });

  it('looks at an organization that the workspace does not connect', async () => {
    const made = expecting(FAILS);
    made.write('bylaw.yaml', 'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\n');
    const { status, out } = await made.run('check');
    expect(status).toBe(2);
    expect(out).toContain('1 of 2 expectations fails');
    expect(out).toContain('does not say how to reach acme');
  });

  it.each([
    [
      'another organization',
      HOLDS.replace('organization: acme', 'organization: acne'),
      'unknown-organization',
    ],
    ['a name used twice', `${HOLDS}---\n${HOLDS}`, 'duplicate-declaration'],
    ['a pattern of nothing', HOLDS.replace('*:delete', '*:destroy'), 'unknown-permission'],
  ])('%s is an error of every command that reads the documents', async (_, text, code) => {
    const made = expecting(text);
    for (const words of [['check'], ['plan'], ['access', 'what', 'bo@acme.example']]) {
      const { status, err } = await made.run(...words);
      expect(status).toBe(1);
      expect(err).toContain(`error[${code}]`);
    }
  });
});

describe('what holds now', () => {
  const LATER = PEOPLE.replace(
    'bo@acme.example:\n',
    'bo@acme.example:\n    roles:\n      - { role: admin, from: 2090-01-01, until: 2090-03-01 }\n      - { role: auditor, from: 2089-01-01 }\n',
  );

  it.each([['check'], ['plan']])(
    'and will not once a grant begins, %s says with the day',
    async (command) => {
      const made = expecting(HOLDS, LATER);
      const stage = await stageOf(made);
      if (command === 'plan') expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
      const { status, out } =
        command === 'check' ? await made.run('check') : await stage.run('plan', '--engine', 'embedded');
      expect(status).toBe(0);
      expect(out).toContain(
        'warning[expectation-ahead]: The expectation "writers write" holds now, but not from 2090-01-01T00:00:00Z on: bo@acme.example holds ',
      );
      expect(out).toContain('The expectation "only ada gives roles" holds now, but not from 2090-01-01');
      expect(out).toContain('::: access/acme.yaml:10:17: the window');
      expect(out.split('expectation-ahead').length).toBe(3);
      expect((await made.run('check', '--at', '2090-02-01')).status).toBe(2);
      const after = await made.run('check', '--at', '2090-04-01');
      expect(after.status).toBe(0);
      expect(after.out).not.toContain('expectation-ahead');
    },
  );

  it('of an end that is far is not said: that somebody will lack it is what the end is for', async () => {
    const people = PEOPLE.replace('[bo@acme.example]', '[{ member: bo@acme.example, until: 2090-01-01 }]');
    expect((await expecting(HOLDS, people).run('check')).out).not.toContain('expectation-ahead');
  });

  it.each([
    [
      'past twenty ends',
      25,
      '2090-01-26',
      'holds now, but not from 2090-02-01T00:00:00Z on: bo@acme.example holds',
    ],
    [
      'and says where it stops',
      205,
      '2100-01-01',
      'note[look-ahead-cut]: Expectations were tested up to 2090-07-20T00:00:00Z, over 200 instants at which windows begin or end; 6 later ones were not tested.',
    ],
  ])('looks ahead %s', async (_, count, last, said) => {
    const ends = Array.from({ length: count }, (_, day) => {
      const until = new Date(Date.UTC(2090, 0, 1 + day)).toISOString().slice(0, 10);
      return `      - { member: ada@acme.example, until: ${until} }`;
    });
    const groups = ends.map((end, at) => `  g${at}:\n    members:\n${end}\n`).join('');
    const begins = `{ roles: [{ role: admin, from: ${last === '2100-01-01' ? last : '2090-02-01'} }] }`;
    const people = `${PEOPLE.replace('bo@acme.example:\n', `bo@acme.example: ${begins}\n`)}${groups}`;
    expect((await expecting(HOLDS, people).run('check')).out).toContain(said);
  });

  it('says nothing of a group in which nobody is, which is said', async () => {
    const people = `${PEOPLE}  temps: { title: Temps, roles: [viewer] }\n  more: { groups: [temps] }\n`;
    const two = HOLDS.replace('groups: writers', 'groups: [writers, temps, more]');
    const { status, out } = await expecting(two, people).run('check');
    expect(status).toBe(0);
    expect(out).toContain(
      'warning[expectation-group-empty]: Nobody is in "temps", so the expectation "writers write" tests nothing of it.',
    );
    expect(out).toContain('access/expectations.yaml:6:23');
    expect(out).toContain('Nobody is in "more"');
    for (const quiet of [
      two.replace('    on: acme', '    may-be-empty: true\n    on: acme'),
      HOLDS.replace('members: ada@acme.example', 'members: ada@acme.example\n    groups: [temps]'),
    ]) {
      const silent = await expecting(quiet, people).run('check');
      expect(silent.status).toBe(0);
      expect(silent.out).not.toContain('expectation-group-empty');
    }
  });
});

describe('on a platform', () => {
  it('a plan without changes says in each form why its status is 2', async () => {
    const made = expecting(HOLDS);
    const stage = await stageOf(made);
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    const plan = (...words: readonly string[]) => stage.run('plan', '--engine', 'embedded', ...words);
    const clean = await plan('--json');
    expect(clean.status).toBe(0);
    expect(JSON.parse(clean.out)).toMatchObject({ result: 'no-changes', failedExpectations: 0 });
    made.write('access/expectations.yaml', FAILS);
    const json = await plan('--json');
    expect(json.status).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      result: 'no-changes',
      failedExpectations: 1,
      diagnostics: [{ code: 'expectation-failed' }],
    });
    expect((await plan()).out).toMatch(/^acme: no changes, 1 expectation fails\n/);
    expect((await plan('--markdown')).out).toMatch(/^\*\*`?acme`?: no changes, 1 expectation fails\.\*\*/);
  });

  it('check --live looks at what is live, plan and apply at what is written', async () => {
    const made = expecting(HOLDS);
    const stage = await stageOf(made);
    const live = (...words: readonly string[]) =>
      made.run('check', '--live', '--url', stage.platform.url, ...words);
    expect((await stage.run('plan', '--engine', 'embedded')).out).not.toContain('expectation');
    const before = await live();
    expect(before.status).toBe(2);
    expect(before.out).toContain('acme live');
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    const after = await live();
    expect(after).toMatchObject({ status: 0, err: '' });
    expect(after.out).toContain('2 expectations hold (live)');

    const writes = writesSeen(stage).length;
    await meddle(stage, 'POST', '/members', { key: 'mallory@acme.example' });
    await meddle(stage, 'PUT', '/scopes/{scopes/acme}/assignments/member/{members/mallory@acme.example}', {
      roleIds: ['{roles/admin}'],
    });
    const drifted = await live('--json');
    expect(drifted.status).toBe(2);
    const [result] = JSON.parse(drifted.out).organizations[0].expectations.results.filter(
      (one: { result: string }) => one.result === 'fails',
    );
    expect(result.name).toBe('only ada gives roles');
    expect(result.faults[0].members).toEqual(['mallory@acme.example']);
    expect(writesSeen(stage).length).toBe(writes + 2);
  });

  it('apply sends nothing when the documents fail their own expectations, unless it is told to', async () => {
    const stage = await stageOf(expecting(HOLDS));
    expect((await stage.run('apply', '--engine', 'embedded')).status).toBe(0);
    const writes = writesSeen(stage);
    stage.write('access/acme.yaml', stage.read('access/acme.yaml').replace('[editor]', '[admin]'));
    const plan = await stage.run('plan', '--engine', 'embedded');
    expect(plan.status).toBe(2);
    expect(plan.out).toContain('warning[expectation-failed]: The expectation "writers write" does not hold');
    expect(plan.out).toContain('It holds on the live platform today: this change breaks it.');
    const refused = await stage.run('apply', '--engine', 'embedded');
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('error[expectation-failed]');
    expect(refused.err).toContain('--allow-failed-expectations');
    expect(writesSeen(stage)).toEqual(writes);
    const allowed = await stage.run('apply', '--engine', 'embedded', '--allow-failed-expectations');
    expect(allowed.status).toBe(0);
    expect(allowed.out).toContain('warning[expectation-failed]');
    const still = await stage.run('plan', '--engine', 'embedded');
    expect(still.status).toBe(2);
    expect(still.out).toContain('It does not hold on the live platform today either.');
  });
});
