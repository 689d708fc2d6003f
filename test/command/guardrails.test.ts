/** Guard rails at the command line: what check tells, what plan shows, what apply refuses. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMBEDDED, itOnBothEngines } from './bylaw.ts';
import { writesSeen } from './live.ts';
import { document, organization, stageOf } from './workspaces.ts';

const RAILS = 'apiVersion: bylaw/v1\nkind: Guardrails\norganizations: "*"\n';
const TWO = 'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [viewer] }\n';

describe('check', () => {
  it.each([
    [
      'a person',
      'protected: { members: [bob@acme.example] }\n',
      'error[unknown-member]: No member is called "bob@acme.example".',
    ],
    [
      'a pattern of people',
      'protected: { members: ["*@other.example"] }\n',
      'error[unknown-member]: The pattern "*@other.example" matches no member.',
    ],
    ['a group', 'protected: { groups: [qa] }\n', 'error[unknown-group]: No group is called "qa".'],
    [
      'Bylaw itself',
      'protected: { bylaw: bot@acme.example }\n',
      'error[unknown-member]: No member is called "bot@acme.example".',
    ],
    [
      'a role',
      'holders: { x: { role: admim, on: acme, minimum: 1 } }\n',
      'error[unknown-role]: No role is called "admim".',
    ],
    [
      'a scope',
      'holders: { x: { role: admin, on: acme/x, minimum: 1 } }\n',
      'error[unknown-scope]: No scope is called "acme/x".',
    ],
    [
      'a rule',
      'exceptions: { x: { holders: [y], reason: a, owner: b, until: 2099-12-31 } }\n',
      'error[unknown-holders]: No rule of holders is called "y".',
    ],
  ])('finds a name that is none: %s', async (_, text, said) => {
    const stage = await stageOf(organization(TWO));
    stage.write('access/rails.yaml', `${RAILS}${text}`);
    const { status, err } = await stage.run('check');
    expect(status).toBe(1);
    expect(err).toContain(said);
    expect(err).toContain('  --> access/rails.yaml:4:');
  });

  it('finds an organization that is none, and too few holders by the documents', async () => {
    const stage = await stageOf(organization(TWO));
    stage.write('access/rails.yaml', RAILS.replace('"*"', '[acme, acne]'));
    expect((await stage.run('check')).err).toContain(
      'error[unknown-organization]: Guard rails are written for "acne", an organization that no document declares.',
    );
    stage.write(
      'access/rails.yaml',
      `${RAILS}holders: { two of them: { role: admin, on: acme, minimum: 2 } }\n`,
    );
    const { status, err } = await stage.run('check');
    expect(status).toBe(1);
    expect(err).toContain(
      'error[holders]: "two of them" asks for at least 2 who can do on acme all that admin gives',
    );
  });

  it('looks ahead to the end of a window', async () => {
    const stage = await stageOf(
      organization(
        'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [{ role: admin, until: 2098-12-31 }] }\n',
      ),
    );
    stage.write(
      'access/rails.yaml',
      `${RAILS}holders: { two of them: { role: admin, on: acme, minimum: 2 } }\n`,
    );
    const { status, out, err } = await stage.run('check');
    expect(`${out}${err}`).toContain(
      'warning[holders]: From 2099-01-01T00:00:00Z on: "two of them" asks for at least 2',
    );
    expect(status).toBe(0);
  });

  it('an exception that lasts too long, and one that is over', async () => {
    const stage = await stageOf(organization(TWO));
    const exception = (until: string) =>
      `${RAILS}longest-exception: 30\nexceptions: { x: { administration: true, reason: a, owner: b, until: ${until} } }\n`;
    stage.write('access/rails.yaml', exception('2099-12-31'));
    expect((await stage.run('check')).err).toMatch(
      /error\[exception-too-long\]: The exception "x" lasts \d+ days; exceptions may last 30\./,
    );
    stage.write('access/rails.yaml', exception('2020-12-31'));
    const over = await stage.run('check');
    expect(over.status).toBe(0);
    expect(`${over.out}${over.err}`).toContain('warning[exception-over]: The exception "x" has ended');
  });
});

describe('apply', () => {
  const eight = Array.from({ length: 8 }, (_, n) => `p${n}@acme.example`);
  const listed = (keys: readonly string[]) =>
    `members:\n  ana@acme.example: { roles: [admin] }\n${keys.map((key) => `  ${key}: { roles: [viewer] }\n`).join('')}`;

  itOnBothEngines(
    'refuses what is beyond a limit, and makes it with a reviewed exception',
    async (engine) => {
      const stage = await stageOf(organization(listed(eight)));
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      stage.write('access/acme.yaml', document(listed(eight.slice(0, 2))));
      const planned = await stage.run('plan', ...engine.words);
      expect(planned.status).toBe(2);
      expect(planned.out).toContain('warning[removal-limit]');
      const before = writesSeen(stage).length;
      const refused = await stage.run('apply', ...engine.words);
      expect(refused.status).toBe(1);
      expect(refused.err).toContain(
        'error[removal-limit]: This would remove from acme: 6 of the 9 memberships',
      );
      expect(writesSeen(stage)).toHaveLength(before);
      stage.write(
        'access/rails.yaml',
        `${RAILS}exceptions: { six leave: { limits: { members: 6, assignments: 6, access: 6 }, reason: CHG-1, owner: ana@acme.example, until: 2099-12-31 } }\n`,
      );
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
    },
  );

  it('the flag of before is told of, and lets nothing pass', async () => {
    const stage = await stageOf(organization(TWO));
    const { status, err } = await stage.run('apply', '--allow-mass-removal', ...EMBEDDED.words);
    expect(status).toBe(1);
    expect(err).toContain('--allow-mass-removal is no more');
    expect(writesSeen(stage)).toEqual([]);
  });

  itOnBothEngines(
    'an organization that is elsewhere than last time is refused until an exception names the place',
    async (engine) => {
      const stage = await stageOf(organization(TWO));
      expect((await stage.run('apply', ...engine.words)).status).toBe(0);
      const file = join(stage.folder, '.bylaw', 'acme.place.json');
      expect(existsSync(file)).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const place = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      stage.write('.bylaw/acme.place.json', JSON.stringify({ ...place, url: 'https://yesterday.example' }));
      stage.write('access/acme.yaml', document(TWO.replace('[viewer]', '[admin]')));
      const planned = await stage.run('plan', ...engine.words);
      expect(planned.out).toContain(
        'warning[connection-moved]: acme was last applied to another place: url https://yesterday.example;',
      );
      const refused = await stage.run('apply', ...engine.words);
      expect(refused.status).toBe(1);
      expect(refused.err).toContain('error[connection-moved]');
      const exception = (url: string) =>
        `${RAILS}exceptions: { a new home: { connection: { url: "${url}" }, reason: a, owner: b, until: 2099-12-31 } }\n`;
      stage.write('access/rails.yaml', exception('https://elsewhere.example'));
      expect((await stage.run('apply', ...engine.words)).status).toBe(1);
      stage.write('access/rails.yaml', exception(stage.platform.url));
      expect(await stage.run('apply', ...engine.words)).toMatchObject({ status: 0, err: '' });
      stage.remove('access/rails.yaml');
      expect((await stage.run('plan', ...engine.words)).status).toBe(0);
    },
  );

  it.each(['', '{', '[]', 'null', '{"version":9}', '{"version":1,"platform":7}'])(
    'a place file that says %j says nothing',
    async (text) => {
      const stage = await stageOf(organization(TWO));
      expect((await stage.run('apply', ...EMBEDDED.words)).status).toBe(0);
      stage.write('.bylaw/acme.place.json', text);
      expect(await stage.run('plan', ...EMBEDDED.words)).toMatchObject({ status: 0, err: '' });
    },
  );
});
