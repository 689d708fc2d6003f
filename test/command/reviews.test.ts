/** Recurring reviews at the command line: what is due, what was decided, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { organization } from './workspaces.ts';

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
