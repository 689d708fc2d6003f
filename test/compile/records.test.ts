/** `declared: false`: each form of entry, and each type that something else owns. */
import { describe, expect, it } from 'vitest';
import { OWNABLE_TYPES, type OwnableType } from '../../src/platform/owners.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { chalet, desk } from '../connector/platforms.ts';
import { codes, said } from './said.ts';

const OWNERS = {
  role: 'the file of roles',
  group: 'the identity provider',
  member: 'the directory',
  assignment: 'the configuration file',
} as const;

const owning = (platform: PlatformDefinition, ...types: readonly OwnableType[]): PlatformDefinition => ({
  ...platform,
  owners: Object.fromEntries(types.map((type) => [type, OWNERS[type]])),
});

/** The forms of entries, each with the types that it speaks of; `R` stands where `declared: false` goes. */
const FORMS: readonly (readonly [string, string, readonly OwnableType[]])[] = [
  ['a person', 'members: { hugo@acme.com: { R } }', ['member']],
  ['a person with roles', 'members: { hugo@acme.com: { R, roles: [reader] } }', ['member', 'assignment']],
  ['a deactivated person', 'members: { hugo@acme.com: { R, state: deactivated } }', ['member']],
  [
    'somebody from above on a scope',
    'folders: { f: { members: { ada@acme.com: { R, roles: [reader] } } } }',
    ['assignment'],
  ],
  ['a group at its home', 'groups: { eng: { R, members: [ada@acme.com] } }', ['group']],
  [
    'a group at its home with roles',
    'groups: { eng: { R, members: [ada@acme.com], roles: [reader] } }',
    ['group', 'assignment'],
  ],
  [
    'a group that is given something elsewhere',
    'folders: { f: { groups: { base: { R, roles: [reader] } } } }',
    ['assignment'],
  ],
  ['a custom role', 'roles: { analyst: { R, permissions: [items:read] } }', ['role']],
];

/** Everything around an entry, with the marks that it needs by itself. */
function document(entry: string, owned: readonly OwnableType[], isMarked: boolean): string {
  const mark = (...types: readonly OwnableType[]) =>
    types.some((type) => owned.includes(type)) ? 'declared: false, ' : '';
  const [key = '', rest = ''] = [entry.slice(0, entry.indexOf(':')), entry.slice(entry.indexOf('{') + 1)];
  const body = rest
    .replace('R, ', isMarked ? 'declared: false, ' : '')
    .replace(' R ', isMarked ? ' declared: false ' : ' ');
  const of = (section: string, own: string) =>
    `${section}: { ${own}${key === section ? `, ${body}` : ' }'}\n`;
  return [
    'name: acme\nplatform: desk\n',
    of('members', `ada@acme.com: { ${mark('member', 'assignment')}roles: [admin] }`),
    of('groups', `base: { ${mark('group')}members: [] }`),
    key === 'members' || key === 'groups' ? '' : `${key}: {${body}\n`,
  ].join('');
}

describe('`declared: false`', () => {
  const subsets = Array.from({ length: 2 ** OWNABLE_TYPES.length }, (_, number) =>
    OWNABLE_TYPES.filter((_type, at) => Math.floor(number / 2 ** at) % 2 === 1),
  );

  it.each(FORMS)(
    'of %s is asked for where it speaks of what something else owns, and refused elsewhere',
    (_, entry, types) => {
      for (const owned of subsets) {
        const platform = owning(desk, ...owned);
        const speaks = types.some((type) => owned.includes(type));
        const found = (isMarked: boolean) =>
          codes(platform, document(entry, owned, isMarked)).filter((line) => line.includes('read-only-type'))
            .length;
        expect([owned, found(true), found(false)]).toEqual([owned, speaks ? 0 : 1, speaks ? 1 : 0]);
        // Nothing else is wrong with either.
        const others = codes(platform, document(entry, owned, speaks)).filter((line) =>
          line.startsWith('error'),
        );
        expect([owned, others]).toEqual([owned, []]);
      }
    },
  );

  it('of somebody who joins a scope is of that membership', () => {
    const text = (mark: string) =>
      `name: acme\nplatform: chalet\nunits: { u: { members: { ext@acme.com: { ${mark}roles: [guest] } } } }\n`;
    const kind = [...chalet.scopeKinds.values()].find(
      ({ members, parents }) => members && parents.length > 0,
    );
    expect(kind?.plural).toBe('units');
    expect(
      said(owning(chalet, 'member'), text('')).filter((line) => line.includes('read-only-type')),
    ).toHaveLength(1);
    expect(
      said(owning(chalet, 'member'), text('declared: false, ')).filter((line) =>
        line.includes('read-only-type'),
      ),
    ).toEqual([]);
  });
});

const acme = (more: string) => `name: acme\nplatform: desk\n${more}`;

describe('of what is recorded nothing can be asked', () => {
  it.each<[string, readonly OwnableType[], string, readonly string[]]>([
    [
      'no entry without the mark',
      ['group'],
      'members: { ada@acme.com: { roles: [admin] } }\ngroups:\n  eng: { members: [ada@acme.com] }\n',
      [
        'error a.yaml:5:3 read-only-type: On Desk the identity provider owns groups: documents do not declare group eng.',
        '  Change it there. To name it here as it is live, write `declared: false` beside it; `bylaw import` does.',
      ],
    ],
    [
      'no mark where nothing is owned',
      ['group'],
      'members:\n  ada@acme.com: { declared: false, roles: [admin] }\n',
      [
        'error a.yaml:4:19 read-only-type: ada@acme.com is recorded, and on Desk documents own who is a member and what people and groups are given.',
        '  Remove `declared: false`.',
      ],
    ],
    [
      'no absence',
      ['member', 'group'],
      'members:\n  ada@acme.com: { declared: false, roles: [admin] }\n  ben@acme.com: { absent: true }\ngroups:\n  eng: { declared: false, absent: true }\n',
      [
        'error a.yaml:5:3 read-only-type: On Desk the directory owns who is a member: documents do not rule out ben@acme.com.',
        '  Remove it there, and the entry here.',
        'error a.yaml:7:3 read-only-type: On Desk the identity provider owns groups: documents do not rule out group eng.',
        '  Remove it there, and the entry here.',
      ],
    ],
    [
      'no dates, of the entry, of people in it or of what it gives',
      ['group', 'assignment'],
      'members:\n  ada@acme.com: { declared: false, roles: [{ role: admin, until: 2099-01-01 }] }\ngroups:\n  eng: { declared: false, members: [{ member: ada@acme.com, from: 2020-01-01 }], until: 2099-01-01 }\n',
      [
        'error a.yaml:4:66 read-only-type: On Desk the configuration file owns what people and groups are given: documents do not set dates for what ada@acme.com is given.',
        '  Have it begin or end there, and remove `until`.',
        'error a.yaml:6:67 read-only-type: On Desk the identity provider owns groups: documents do not set dates for group eng.',
        '  Have it begin or end there, and remove `from`.',
        'error a.yaml:6:89 read-only-type: On Desk the identity provider owns groups: documents do not set dates for group eng.',
        '  Have it begin or end there, and remove `until`.',
      ],
    ],
    [
      'no other name, and no invitation',
      ['member', 'group'],
      'members:\n  ada@acme.com: { declared: false, roles: [admin], invite-again: 2026-07-01 }\ngroups:\n  eng: { declared: false, members: [], renamed-from: old }\n',
      [
        'error a.yaml:4:66 read-only-type: On Desk the directory owns who is a member: documents do not invite ada@acme.com.',
        '  Have it done there, and remove `invite-again`.',
        'error a.yaml:6:54 read-only-type: On Desk the identity provider owns groups: documents do not rename group eng.',
        '  Rename it there, and the entry here.',
      ],
    ],
  ])('%s', (_, owned, text, expected) => {
    const lines = said(owning(desk, ...owned), acme(text));
    const only = lines.filter((_line, at) => {
      const head = lines.slice(0, at + 1).findLast((one) => !one.startsWith('  '));
      return head?.includes('read-only-type') === true;
    });
    expect(only).toEqual(expected);
  });

  it('dates stay for what the documents own of the entry', () => {
    const text = acme(
      'members:\n  ada@acme.com: { roles: [admin] }\n  eve@acme.com: { until: 2099-01-01 }\ngroups:\n  eng: { declared: false, members: [ada@acme.com], roles: [{ role: reader, until: 2099-01-01 }] }\n',
    );
    expect(said(owning(desk, 'group'), text)).toEqual([]);
    const temporary = acme(
      'members:\n  ada@acme.com: { declared: false, roles: [admin] }\n  eve@acme.com: { declared: false, roles: [reader], until: 2099-01-01 }\n',
    );
    expect(said(owning(desk, 'assignment'), temporary)).toEqual([]);
  });

  it('somebody without a role has whatever they have live, where something else gives roles', () => {
    const one = { ...desk, members: { ...desk.members, roles: 'exactly-one' as const } };
    const text = acme('members: { ada@acme.com: }\n');
    expect(codes(one, text)).toContain('error a.yaml:3:12 role-cardinality');
    expect(codes(owning(one, 'assignment'), text)).not.toContain('error a.yaml:3:12 role-cardinality');
  });
});
