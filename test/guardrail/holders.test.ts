import { describe, expect, it } from 'vitest';
import { judged, rails } from './scene.ts';

const doc = (members: Readonly<Record<string, string>>, more = '') =>
  `members:\n${Object.entries(members)
    .map(([name, entry]) => `  ${name}@x.io: ${entry}\n`)
    .join('')}${more}`;
const A = '{ roles: [admin] }';
const V = '{ roles: [viewer] }';
const TWO = rails('holders: { two who administer: { role: admin, on: acme, minimum: 2, maximum: 3 } }\n');

describe('how many hold a role', () => {
  const before = doc({ ana: A, bo: A, cy: V });
  it.each([
    ['as many', before, []],
    [
      'too few',
      doc({ ana: A, bo: V, cy: V }),
      [
        'holders: "two who administer" asks for at least 2 who can do on acme all that admin gives; it would be 1: ana@x.io.',
      ],
    ],
    ['another one instead', doc({ ana: A, bo: V, cy: A }), []],
    [
      'by a group',
      doc({ ana: A, bo: V, cy: V }, 'groups: { top: { members: [cy@x.io], roles: [admin] } }\n'),
      [],
    ],
    [
      'who is deactivated can do nothing',
      doc({ ana: A, bo: '{ state: deactivated, roles: [admin] }', cy: V }),
      [expect.stringContaining('at least 2')],
    ],
    [
      'too many',
      doc({ ana: A, bo: A, cy: A, dan: A }),
      [expect.stringContaining('asks for at most 3 who can do on acme all that admin gives; it would be 4')],
    ],
  ])('%s', (_, after, told) => {
    expect(judged(before, after, TWO)).toEqual(told);
  });

  it('an organization that is beyond it already is let through', () => {
    const one = doc({ ana: A, bo: V });
    expect(judged(one, doc({ ana: A, bo: V, cy: V }), TWO)).toEqual([]);
  });

  it('is lifted by an exception that names the rule', () => {
    const lifted = rails(
      'holders: { two who administer: { role: admin, on: acme, minimum: 2 } }\nexceptions: { in between: { holders: [two who administer], reason: x, owner: y, until: 2026-12-31 } }\n',
    );
    expect(judged(before, doc({ ana: A, bo: V, cy: V }), lifted)).toEqual([]);
  });
});
