import { describe, expect, it } from 'vitest';
import { judged, people, rails } from './scene.ts';

const ANA = '  ana@x.io: { roles: [admin] }\n';
const doc = (members: string, groups = '') => `members:\n${ANA}${members}${groups}`;
const GLASS = rails('protected: { members: [glass@x.io] }\n');

describe('a protected person', () => {
  const before = doc('  glass@x.io: { roles: [admin] }\n  bo@x.io: { roles: [viewer] }\n');
  it.each([
    ['keeps everything', before, []],
    [
      'is left out',
      doc('  bo@x.io: { roles: [viewer] }\n'),
      ['protected: glass@x.io is protected, and would not be a member of acme any more.'],
    ],
    [
      'can do less',
      doc('  glass@x.io: { roles: [viewer] }\n  bo@x.io: { roles: [viewer] }\n'),
      [expect.stringMatching(/^protected: glass@x\.io is protected, and would lose \S+ on acme\.$/)],
    ],
    [
      'may be given more',
      doc('  glass@x.io: { roles: [admin, viewer] }\n  bo@x.io: { roles: [viewer] }\n'),
      [],
    ],
    [
      'keeps it by another way',
      doc(
        '  glass@x.io: {}\n  bo@x.io: { roles: [viewer] }\n',
        'groups: { top: { members: [glass@x.io], roles: [admin] } }\n',
      ),
      [],
    ],
  ])('%s', (_, after, told) => {
    expect(judged(before, after, GLASS)).toEqual(told);
  });

  it('through a group, by a pattern, in another letter case', () => {
    const group = (members: string) =>
      doc(
        '  Glass@X.io: {}\n  bo@x.io: {}\n',
        `groups: { top: { members: [${members}], roles: [admin] } }\n`,
      );
    const patterned = rails('protected: { members: ["GLASS@*"] }\n');
    expect(judged(group('Glass@X.io, bo@x.io'), group('bo@x.io'), patterned)).toHaveLength(1);
    expect(judged(group('Glass@X.io, bo@x.io'), group('Glass@X.io'), patterned)).toEqual([]);
  });

  it('may lose it by an exception with the name, and nobody else by it', () => {
    const two = rails(
      'protected: { members: [glass@x.io, bo@x.io] }\nexceptions: { glass goes: { protected: glass@x.io, reason: x, owner: y, until: 2026-12-31 } }\n',
    );
    expect(judged(before, doc(''), two)).toEqual([
      'protected: bo@x.io is protected, and would not be a member of acme any more.',
    ]);
  });
});

it('Bylaw does not take away what it does it with', () => {
  const before = doc('  bot@x.io: { roles: [admin] }\n');
  expect(
    judged(before, doc('  bot@x.io: { roles: [viewer] }\n'), rails('protected: { bylaw: bot@x.io }\n')),
  ).toEqual([expect.stringMatching(/^protected: bot@x\.io is Bylaw itself on acme, and would lose /)]);
});

describe('a protected group', () => {
  const group = (text: string) => doc(people(['bo', 'cy']), `groups: { ${text} }\n`);
  const before = group('keepers: { members: [bo@x.io, cy@x.io], roles: [viewer, admin] }');
  const KEEPERS = rails('protected: { groups: [keepers] }\n');
  it.each([
    ['stays', before, []],
    ['goes', doc(people(['bo', 'cy'])), ['protected: Group acme/keepers is protected, and would go.']],
    [
      'loses a person',
      group('keepers: { members: [bo@x.io], roles: [viewer, admin] }'),
      ['protected: Group acme/keepers is protected, and would lose cy@x.io.'],
    ],
    [
      'loses a role',
      group('keepers: { members: [bo@x.io, cy@x.io], roles: [viewer] }'),
      ['protected: Group acme/keepers is protected, and would lose admin on acme.'],
    ],
    [
      'has more people',
      group('keepers: { members: [bo@x.io, cy@x.io, ana@x.io], roles: [viewer, admin] }'),
      [],
    ],
    [
      'keeps a person in a group in it',
      group(
        'keepers: { members: [bo@x.io], groups: [more], roles: [viewer, admin] }, more: { members: [cy@x.io] }',
      ),
      [],
    ],
  ])('%s', (_, after, told) => {
    expect(judged(before, after, KEEPERS)).toEqual(told);
  });
});
