import { describe, expect, it } from 'vitest';
import { limitsInForce } from '../../src/guardrail/limits-in-force.ts';
import { LIMIT_NAMES } from '../../src/policy/guardrails-document.ts';
import { judged, numbered, people, planned, railFaults, rails } from './scene.ts';

const ADMIN = '  ana@x.io: { roles: [admin] }\n';
const members = (names: readonly string[]) => `members:\n${ADMIN}${people(names)}`;
const TEN = members(numbered(10));

describe('without any document', () => {
  it.each([
    ['four of twenty', 20, 16, 0],
    ['less than half', 20, 12, 0],
    ['more than half', 20, 9, 1],
    ['few, of few', 6, 2, 0],
  ])('%s', (_, had, left, told) => {
    expect(judged(members(numbered(had)), members(numbered(left)))).toHaveLength(told);
  });

  it('what Bylaw’s own limits stop is told together, with the exception to write', () => {
    const { diagnostics } = planned(TEN, members(numbered(2)));
    const found = diagnostics.filter(({ code }) => code === 'removal-limit');
    expect(found.map(({ message }) => message)).toEqual([
      'This would remove from acme: 8 of the 11 memberships (by default at most 49 % from 5 on may go); all access of 8 of the 11 people who can do something (by default at most 49 % from 5 on may go).',
    ]);
    expect(found[0]?.hint).toContain('limits: { members: 8, access: 8 }, reason: …, owner: …');
  });

  it('a group is not emptied by nearly all its people at once', () => {
    const group = (names: readonly string[]) =>
      `${members(numbered(12))}groups:\n  qa: { members: [${names.map((name) => `${name}@x.io`).join(', ')}] }\n  all: { members: [${numbered(
        40,
      )
        .slice(0, 12)
        .map((name) => `${name}@x.io`)
        .join(', ')}] }\n`;
    expect(judged(group(numbered(12)), group(numbered(1)))).toEqual([
      'removal-limit: This would remove 11 of the 12 people of acme/qa (by default at most 89 % from 10 on may go).',
    ]);
    expect(judged(group(numbered(12)), group(numbered(3)))).toEqual([]);
  });

  it('a window that is over counts for nothing: whoever wrote it has said that it goes', () => {
    const ended = numbered(8)
      .map((name) => `  ${name}@x.io: { roles: [viewer], until: 2026-01-31 }\n`)
      .join('');
    const after = `members:\n${ADMIN}${ended}${people(['p8', 'p9'])}`;
    const { changes, diagnostics } = planned(TEN, after);
    expect(changes.length).toBeGreaterThanOrEqual(8);
    expect(diagnostics.filter(({ code }) => code === 'removal-limit').map(({ message }) => message)).toEqual([
      'This would remove from acme: all access of 8 of the 11 people who can do something (by default at most 49 % from 5 on may go).',
    ]);
  });

  it('a role that is replaced is no removal', () => {
    const others = numbered(10).map((name) => `  ${name}@x.io: { roles: [admin] }\n`);
    expect(judged(`members:\n${ADMIN}${others.join('')}`, TEN)).toEqual([]);
  });
});

describe('limits of documents', () => {
  it('count, percent and few', () => {
    const gone = (limit: string) =>
      judged(TEN, members(numbered(7)), rails(`limits: { members: ${limit} }\n`));
    expect(gone('{ count: 2 }')).toEqual([
      'removal-limit: This would remove from acme: 3 of the 11 memberships (at most 2 may go).',
    ]);
    expect(gone('{ count: 3 }')).toEqual([]);
    expect(gone('{ percent: 20, few: 4 }')).toEqual([]);
    expect(gone('{ percent: 20, few: 3 }')).toEqual([
      'removal-limit: This would remove from acme: 3 of the 11 memberships (at most 20 % from 3 on may go).',
    ]);
    expect(gone('{ count: 0 }')).toHaveLength(1);
    expect(gone('off')).toEqual([]);
  });

  it('of several the strictest holds, part by part', () => {
    const found = limitsInForce(
      rails(
        'limits: { members: { count: 9, percent: 5 }, roles: off }\n',
        'limits: { members: { count: 3 } }\n',
        'limits: { members: off }\n',
      ),
    );
    expect(found.get('members')).toMatchObject({ count: 3, percent: 5, few: 5 });
    expect(found.get('roles')).toBeNull();
    expect(found.get('groups')).toMatchObject({ percent: 49, origins: [] });
    expect([...found.keys()]).toEqual(LIMIT_NAMES);
  });

  it('of one group, one scope and one person', () => {
    const group = (names: readonly string[]) =>
      `${members(numbered(4))}groups:\n  qa: { members: [${names.map((name) => `${name}@x.io`).join(', ')}], roles: [viewer] }\n`;
    const [before, after] = [group(numbered(4)), group(numbered(2))];
    const limit = (name: string) => judged(before, after, rails(`limits: { ${name}: { count: 1 } }\n`));
    expect(limit('each-group')).toEqual([
      'removal-limit: This would remove 2 of the 4 people of acme/qa (at most 1 may go).',
    ]);
    expect(limit('each-person')).toEqual([]);
    expect(judged(before, after, rails('limits: { each-person: { count: 0 } }\n'))).toEqual([
      'removal-limit: This would remove 1 of the 2 groups and assignments of p2@x.io (at most 0 may go).',
      'removal-limit: This would remove 1 of the 2 groups and assignments of p3@x.io (at most 0 may go).',
    ]);
    const fewer = `members:\n${ADMIN}${people(['p0'])}${['p1', 'p2', 'p3'].map((name) => `  ${name}@x.io: {}\n`).join('')}groups:\n  qa: { members: [${numbered(
      4,
    )
      .map((name) => `${name}@x.io`)
      .join(', ')}], roles: [viewer] }\n`;
    expect(judged(before, fewer, rails('limits: { each-scope: { count: 2 } }\n'))).toEqual([
      'removal-limit: This would remove 3 of the 6 assignments of acme (at most 2 may go).',
    ]);
  });
});

describe('an exception', () => {
  const meant = (keys: string, until = '2026-12-31') =>
    rails(`exceptions:\n  they leave: { ${keys}, reason: CHG-1, owner: ana@x.io, until: ${until} }\n`);

  it('lifts its limits up to the number and no further', () => {
    const after = members(numbered(2));
    const lift = (members: number) =>
      judged(TEN, after, meant(`limits: { members: ${members}, assignments: 8, access: 8 }`));
    expect(lift(8)).toEqual([]);
    expect(lift(7)).toHaveLength(1);
  });

  it.each([
    ['a second before it ends', '2026-06-15T12:00:01Z', 0],
    ['when it ends', '2026-06-15T12:00:00Z', 1],
    ['long ended', '2025-01-01', 1],
  ])('%s', (_, until, told) => {
    const lift = 'limits: { members: 8, assignments: 8, access: 8 }';
    expect(judged(TEN, members(numbered(2)), meant(lift, until))).toHaveLength(told);
  });

  it('of one group says nothing of another', () => {
    const groups = (qa: number, ops: number) =>
      `${members(numbered(4))}groups:\n${[
        ['qa', qa],
        ['ops', ops],
      ]
        .map(
          ([name, count]) =>
            `  ${name}: { members: [${numbered(Number(count))
              .map((one) => `${one}@x.io`)
              .join(', ')}] }\n`,
        )
        .join('')}`;
    const limit = 'limits: { each-group: { count: 1 } }\n';
    const exception =
      'exceptions: { less qa: { limits: { each-group: 2 }, of: acme/qa, reason: x, owner: y, until: 2026-12-31 } }\n';
    expect(judged(groups(4, 4), groups(2, 2), rails(`${limit}${exception}`))).toEqual([
      'removal-limit: This would remove 2 of the 4 people of acme/ops (at most 1 may go).',
    ]);
  });

  it('of all who administer', () => {
    const before = `members:\n${ADMIN}${people(['p0'])}`;
    const after = `members:\n  new@x.io: { roles: [admin] }\n${people(['p0'])}`;
    expect(judged(before, after)).toEqual([expect.stringContaining('mass-removal: ')]);
    expect(judged(before, after, meant('administration: true'))).toEqual([]);
  });
});

describe('what is wrong in a document', () => {
  it.each([
    ['a limit that limits nothing', 'limits: { members: { few: 3 } }\n', 'missing-key'],
    ['a percent beyond a hundred', 'limits: { members: { percent: 101 } }\n', 'invalid-value'],
    ['a count below none', 'limits: { members: { count: -1 } }\n', 'invalid-value'],
    ['a slip in a limit', 'limits: { member: { count: 1 } }\n', 'unknown-key'],
    ['another word than off', 'limits: { members: none }\n', 'invalid-value'],
    ['holders without a number', 'holders: { x: { role: admin, on: acme } }\n', 'missing-key'],
    [
      'more asked than allowed',
      'holders: { x: { role: admin, on: acme, minimum: 3, maximum: 2 } }\n',
      'invalid-value',
    ],
    [
      'an exception without an end',
      'exceptions: { x: { administration: true, reason: x, owner: y } }\n',
      'missing-key',
    ],
    [
      '… a reason',
      'exceptions: { x: { administration: true, owner: y, until: 2026-12-31 } }\n',
      'missing-key',
    ],
    [
      '… an owner',
      'exceptions: { x: { administration: true, reason: x, until: 2026-12-31 } }\n',
      'missing-key',
    ],
    [
      '… anything it allows',
      'exceptions: { x: { reason: x, owner: y, until: 2026-12-31 } }\n',
      'missing-key',
    ],
    [
      'a window that is none',
      'exceptions: { x: { administration: true, reason: x, owner: y, from: 2026-12-31, until: 2026-01-31 } }\n',
      'window-empty',
    ],
  ])('%s', (_, text, code) => {
    expect(railFaults(text).map((fault) => fault.split(':')[0])).toEqual([code]);
  });
});
