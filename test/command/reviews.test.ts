/** Recurring reviews at the command line: what is due, what was decided, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { document, organization } from './workspaces.ts';

const REVIEW = '{ every: 3 months, owners: [ana@acme.example, "group:leads"], from: 2026-01-15 }';
const body = (decisions = '', review = REVIEW) => `members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
  cy@acme.example: { roles: [viewer] }
  di@acme.example: { roles: [viewer] }
groups:
  leads: { members: [cy@acme.example] }
  qa:
    review: ${review}
    members: [bo@acme.example, di@acme.example]
    roles: [auditor]
${decisions}`;
const kept = (rest: string) => `decisions:\n  - { ${rest}, decision: kept, by: ana@acme.example }\n`;

const codes = async (text: string, at: string) => {
  const { status, out } = await organization(text).run('check', '--json', '--at', at);
  const found = JSON.parse(out).diagnostics as readonly {
    readonly code: string;
    readonly severity: string;
  }[];
  const reviews = found.filter(({ code }) => /^review-|^unknown-/.test(code));
  return [status, ...reviews.map(({ code, severity }) => `${severity} ${code}`).sort()];
};

describe('check', () => {
  it.each([
    ['within the first period', '2026-04-15T23:59:59Z', []],
    [
      'the moment after',
      '2026-04-16',
      ['warning review-overdue', 'warning review-overdue', 'warning review-overdue'],
    ],
  ])('nothing is decided, %s', async (_, at, found) => {
    expect(await codes(body(), at)).toEqual([0, ...found]);
  });

  it('fails where the review says so, and a plan is held back by nothing', async () => {
    const strict = body('', REVIEW.replace(' }', ', overdue: fail }'));
    expect((await codes(strict, '2026-04-16'))[0]).toBe(1);
    expect((await organization(strict).run('check', '--at', '2026-04-15')).status).toBe(0);
    expect((await organization(strict).run('expiring', '--at', '2026-04-16')).err).toBe('');
  });

  const three = (day: string) => `decisions:
  - { member: bo@acme.example, in: qa, day: ${day}, decision: kept, by: ana@acme.example }
  - { member: di@acme.example, in: qa, day: ${day}, decision: kept, by: cy@acme.example }
  - { group: qa, on: acme, day: ${day}, decision: kept, by: ana@acme.example }
`;
  it.each([
    ['2026-01-15', '2026-07-15', []],
    ['2026-04-15', '2026-07-15', []],
    ['2026-04-15', '2026-07-16', ['review-overdue']],
    // Late for one period, it counts for the next.
    ['2026-04-20', '2026-10-15', []],
    ['2026-04-20', '2026-10-16', ['review-overdue']],
    // What is decided tomorrow is not decided today.
    ['2026-04-17', '2026-04-16', ['review-overdue']],
    ['2026-01-14', '2026-04-16', ['review-overdue']],
  ])('kept on %s, looked at on %s', async (day, at, found) => {
    const [status, ...rest] = await codes(body(three(day)), at);
    expect([status, [...new Set(rest)]]).toEqual([0, found.map((code) => `warning ${code}`)]);
  });

  it.each([
    ['themselves', 'member: ana@acme.example, day: 2026-02-01', 'organization', 'error review-by-self'],
    [
      'a group that they are in',
      'group: qa, day: 2026-02-01, by: bo@acme.example',
      '',
      'error review-by-self',
    ],
    [
      'no owner',
      'member: bo@acme.example, in: qa, day: 2026-02-01, by: di@acme.example',
      '',
      'error review-not-by-owner',
    ],
    ['no grant', 'member: eve@acme.example, in: qa, day: 2026-02-01', '', 'info review-unbound'],
  ])('decided of %s', async (_, said, where, code) => {
    const by = said.includes('by:') ? '' : ', by: ana@acme.example';
    const text = `${where === '' ? '' : `review: ${REVIEW}\n`}${body(`decisions:\n  - { ${said}${by}, decision: kept }\n`)}`;
    const found = await codes(text, '2026-02-02');
    expect(found).toContain(code);
    expect(found[0]).toBe(code.startsWith('error') ? 1 : 0);
  });

  it.each([
    ['[eve@acme.example]', ['error unknown-member', 'warning review-without-owner']],
    ['["group:lead"]', ['error unknown-group', 'warning review-without-owner']],
    ['["group:none"]', ['warning review-owner-gone', 'warning review-without-owner']],
    ['[gone@acme.example]', ['warning review-owner-gone', 'warning review-without-owner']],
    ['[off@acme.example, ana@acme.example]', ['warning review-owner-gone']],
    // Bo’s place, and what the group is given that Bo is in.
    ['[bo@acme.example]', ['warning review-without-owner', 'warning review-without-owner']],
  ])('owners %s', async (owners, found) => {
    const text = body('', `{ every: 1 year, owners: ${owners}, from: 2026-01-15 }`).replace(
      'groups:\n',
      '  gone@acme.example: { until: 2026-01-01 }\n  off@acme.example: { state: deactivated }\ngroups:\n  none: { members: [gone@acme.example] }\n',
    );
    const [, ...rest] = await codes(text, '2026-02-02');
    expect(rest).toEqual(found);
  });

  it('a decision dies when the grant grows, by a role or in time, and not when it shrinks', async () => {
    const entry = (roles: string, more = '') =>
      `members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [${roles}]${more}, review: ${REVIEW.replace(', "group:leads"', '')} }\n`;
    const decided = (rest: string) => kept(`member: bo@acme.example, day: 2026-02-01, ${rest}`);
    const at = '2026-02-02';
    expect(await codes(entry('viewer') + decided('roles: [viewer]'), at)).toEqual([0]);
    expect(await codes(entry('viewer') + decided('roles: [viewer, editor]'), at)).toEqual([0]);
    expect(await codes(entry('viewer, admin') + decided('roles: [viewer]'), at)).toEqual([
      0,
      'warning review-outgrown',
    ]);
    const ends = (day: string) => entry('viewer', `, until: ${day}`) + decided('until: 2026-12-31');
    expect(await codes(ends('2026-12-31'), at)).toEqual([0]);
    expect(await codes(ends('2026-06-30'), at)).toEqual([0]);
    expect(await codes(ends('2027-01-01'), at)).toEqual([0, 'warning review-outgrown']);
    expect(await codes(entry('viewer') + decided('until: 2026-12-31'), at)).toEqual([
      0,
      'warning review-outgrown',
    ]);
  });

  it.each([
    ['every: 3 monts, owners: [ana@acme.example], from: 2026-01-15', 'invalid-value'],
    ['every: 3 months, owners: [], from: 2026-01-15', 'invalid-value'],
    ['every: 3 months, owners: [ana@acme.example], from: 2026-02-30', 'invalid-date'],
    ['every: 3 months, owners: [ana@acme.example]', 'missing-key'],
    ['every: 3 months, owners: [ana@acme.example], from: 2026-01-15, until: 2027-01-01', 'unknown-key'],
  ])('refuses { %s }', async (review, code) => {
    const { status, err } = await organization(body('', `{ ${review} }`)).run('check');
    expect([status, err]).toEqual([1, expect.stringContaining(`error[${code}]`)]);
  });
});

describe('expiring', () => {
  const entries = async (text: string, ...words: readonly string[]) => {
    const { status, out } = await organization(text).run('expiring', '--json', ...words);
    type Entry = {
      readonly kind: string;
      readonly at: string;
      readonly grant: string;
    };
    const found: readonly Entry[] = JSON.parse(out).entries;
    return [status, ...found.map(({ kind, at, grant }) => `${kind} ${at} ${grant}`)];
  };
  const due = (at: string) => [
    `review ${at} group qa on acme`,
    `review ${at} bo@acme.example in group qa`,
    `review ${at} di@acme.example in group qa`,
  ];

  it('lists reviews that recur until somebody decides, with who may', async () => {
    const at = ['--at', '2026-04-01'];
    // It is due by the last second of 15 April: 15 days from the first of the month.
    expect(await entries(body(), ...at, '--within', '14d')).toEqual([0]);
    expect(await entries(body(), ...at, '--within', '15d')).toEqual([2, ...due('2026-04-16T00:00:00Z')]);
    expect(await entries(body(), '--at', '2026-05-01', '--within', '0d')).toEqual([
      2,
      ...due('2026-04-16T00:00:00Z'),
    ]);
    const decided = kept('member: bo@acme.example, in: qa, day: 2026-03-20');
    expect((await entries(body(decided), ...at, '--within', '15d')).length).toBe(3);
    // It is to be decided again by the end of the next period.
    expect(await entries(body(decided), ...at, '--within', '120d')).toContain(
      'review 2026-07-16T00:00:00Z bo@acme.example in group qa',
    );
    const revoked = decided.replace('decision: kept', 'decision: revoked');
    expect((await entries(body(revoked), ...at, '--within', '1000d')).length).toBe(3);
    const text = await organization(body()).run('expiring', ...at, '--within', '15d');
    expect(text.out).toMatch(
      /^review {2}2026-04-16T00:00:00Z \(in 15 days\) {2}acme: group qa on acme +access\/acme\.yaml:\d+:\d+ +by ana@acme\.example, group:leads$/m,
    );
  });

  it('of the last years that there are', async () => {
    const late = body('', '{ every: 999 years, owners: [ana@acme.example], from: 9998-12-31 }');
    expect(await entries(late, '--at', '9999-12-30', '--within', '9d')).toEqual([
      2,
      ...due('9999-12-31T23:59:59Z'),
    ]);
  });
});

describe('one person under two keys', () => {
  const people = (keys: string) =>
    `apiVersion: bylaw/v1\nkind: People\npeople:\n  Ana: { keys: { ${keys} } }\n`;
  const review = '{ every: 3 months, owners: [ana@acme.example], from: 2026-01-15 }';
  const own = document(`members:
  ana@acme.example: { roles: [admin] }
  root@acme.example: { roles: [admin], review: ${review} }
  cy@acme.example: { roles: [viewer], review: ${review} }
decisions:
  - { member: root@acme.example, decision: kept, day: 2026-02-01, by: ana@acme.example }
  - { member: cy@acme.example, decision: kept, day: 2026-02-01, by: ana@acme.example }
`);
  const found = async (files: Readonly<Record<string, string>>) => {
    const one = organization('');
    for (const [name, text] of Object.entries(files)) one.write(`access/${name}.yaml`, text);
    const { out } = await one.run('check', '--json', '--at', '2026-02-02');
    const told: readonly { readonly code: string; readonly message: string }[] = JSON.parse(out).diagnostics;
    return told
      .filter(({ code }) => /^(review|unknown-member)/.test(code))
      .map(({ code, message }) => `${code} ${message}`);
  };
  const SELF = [
    'review-without-owner root@acme.example in acme: nobody but themselves could decide on it.',
    'review-by-self root@acme.example in acme: ana@acme.example decided on their own grant, which counts for nothing.',
  ];

  it('are two people until a People document says otherwise', async () => {
    expect(await found({ acme: own })).toEqual([]);
    expect(await found({ acme: own, people: people('acme: cy@acme.example') })).toEqual([]);
  });

  it('decide on themselves with either', async () => {
    const tied = people('acme: [ana@acme.example, Root@acme.example]');
    expect(await found({ acme: own, people: tied })).toEqual(SELF);
  });

  it('in a group, too', async () => {
    const grouped = own
      .replace(
        'decisions:\n',
        'groups: { qa: { members: [root@acme.example], roles: [auditor], review: REVIEW } }\ndecisions:\n  - { group: qa, decision: kept, day: 2026-02-01, by: ana@acme.example }\n',
      )
      .replace('REVIEW', review);
    const tied = people('acme: [ana@acme.example, root@acme.example]');
    expect((await found({ acme: grouped })).length).toBe(0);
    expect(
      (await found({ acme: grouped, people: tied })).filter((one) => one.startsWith('review-by-self')).length,
    ).toBe(2);
  });

  it('of which one is of another organization', async () => {
    const other = document('members:\n  boss@acme.example: { roles: [admin] }\n').replace(
      'name: acme',
      'name: beta',
    );
    const asked = own
      .replaceAll('ana@acme.example]', 'boss@acme.example]')
      .replaceAll('by: ana@', 'by: boss@');
    const files = { acme: asked, beta: other };
    expect(await found(files)).toEqual([]);
    const tied = people('acme: root@acme.example, beta: boss@acme.example');
    expect(await found({ ...files, people: tied })).toEqual(SELF.map((one) => one.replace('ana@', 'boss@')));
  });

  it('and `decide` refuses it', async () => {
    const one = organization('');
    one.write('access/acme.yaml', own.slice(0, own.indexOf('decisions:')));
    one.write('access/people.yaml', people('acme: [ana@acme.example, root@acme.example]'));
    const words = ['decide', 'keep', 'root@acme.example in acme', '--by', 'ana@acme.example'];
    const { status, err } = await one.run(...words);
    expect([status, err]).toEqual([1, expect.stringContaining('error[review-by-self]')]);
  });
});
