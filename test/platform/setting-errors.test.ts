import { describe, expect, it } from 'vitest';
import { NESTED, onlyDocument, policy } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';

/** The settings of a platform file contradict themselves or the rest of it: each is told at its value. */

const problems = (text: string): readonly string[] =>
  policy.readPlatform(onlyDocument(text, 'p.yaml')).diagnostics.map(shown);

const WHERE = {
  organization: ['root: true, inherits: union }', 'root: true, inherits: union, settings: { s: '],
  unit: ['inherits: isolated }', 'inherits: isolated, settings: { s: '],
  groups: ['nesting: native }', 'nesting: native, settings: { s: '],
} as const;

function said(where: keyof typeof WHERE, setting: string): readonly string[] {
  const [before, after] = WHERE[where];
  expect(NESTED).toContain(before);
  return problems(NESTED.replace(before, `${after}${setting} } }`));
}

const S = 'title: S, description: D';
const PLAIN = 'values: { on: { title: On }, off: { title: Off } }';
const GIVING = 'values: { on: { title: On, includes: [editor] }, off: { title: Off } }';

const SHUT = 'values: { on: { title: On }, off: { title: Off, closes: true } }';
const OFF = 'values: { on: { title: On }, off: { title: Off, deactivates: true }, out: { title: Out } }';

describe('settings without fault', () => {
  it.each<[keyof typeof WHERE, string]>([
    ['organization', `{ ${S}, unwritten: off, ${PLAIN} }`],
    ['organization', `{ ${S}, unwritten: off, extends: admin, ${GIVING} }`],
    ['unit', `{ ${S}, unwritten: on, ${PLAIN} }`],
    ['groups', `{ ${S}, unwritten: off, when-nested: on, ${PLAIN} }`],
    ['groups', `{ ${S}, unwritten: on, when-nested: out, ${OFF} }`],
    ['organization', `{ ${S}, unwritten: on, ${SHUT} }`],
    ['unit', `{ ${S}, unwritten: on, ${SHUT} }`],
    [
      'groups',
      `{ ${S}, unwritten: on, values: { on: { title: On, deactivates: false }, off: { title: Off } } }`,
    ],
  ])('of %s: %s', (where, setting) => {
    expect(said(where, setting)).toEqual([]);
  });
});

describe('faults', () => {
  it.each<[string, keyof typeof WHERE, string, readonly string[]]>([
    [
      'a value of the organization that deactivates',
      'organization',
      `{ ${S}, unwritten: on, ${OFF} }`,
      [
        'p.yaml:6:188 platform-invalid: `s` is no setting of groups, so nobody is in what it could deactivate. | Remove the key.',
      ],
    ],
    [
      'a value of scopes that deactivates',
      'unit',
      `{ ${S}, unwritten: on, ${OFF} }`,
      [
        'p.yaml:7:209 platform-invalid: `s` is no setting of groups, so nobody is in what it could deactivate. | Remove the key.',
      ],
    ],
    [
      'a value that deactivates where nobody says it',
      'groups',
      `{ ${S}, unwritten: off, ${OFF} }`,
      [
        'p.yaml:19:121 platform-invalid: `off` deactivates everybody in the group, and is what `s` is where nobody says it. | Name a value that deactivates nobody.',
      ],
    ],
    [
      'a value that deactivates of a group that nests',
      'groups',
      `{ ${S}, unwritten: on, when-nested: off, ${OFF} }`,
      [
        'p.yaml:19:138 platform-invalid: `off` deactivates everybody in the group, and is what `s` is of a group that nests. | Name a value that deactivates nobody.',
      ],
    ],
    [
      'a value of groups that closes',
      'groups',
      `{ ${S}, unwritten: on, ${SHUT} }`,
      [
        'p.yaml:19:181 platform-invalid: `s` is a setting of groups, and only scopes can be closed. | Remove the key.',
      ],
    ],
    [
      'a value that closes where nobody says it',
      'unit',
      `{ ${S}, unwritten: off, ${SHUT} }`,
      [
        'p.yaml:7:144 platform-invalid: `off` closes the scope, and is what `s` is where nobody says it. | Name a value that closes nothing.',
      ],
    ],
    [
      'a word that is no yes or no',
      'groups',
      `{ ${S}, unwritten: on, values: { on: { title: On }, off: { title: Off, deactivates: yes please } } }`,
      [
        'p.yaml:19:186 invalid-value: `deactivates` must be true or false, but the text "yes please" is written.',
      ],
    ],
    [
      'unwritten is no value',
      'organization',
      `{ ${S}, unwritten: of, ${PLAIN} }`,
      ['p.yaml:6:123 platform-invalid: "of" is no value of `s`: on, off. | Did you mean `on`?'],
    ],
    [
      'unwritten is a name of the language',
      'organization',
      `{ ${S}, unwritten: constructor, ${PLAIN} }`,
      ['p.yaml:6:123 platform-invalid: "constructor" is no value of `s`: on, off.'],
    ],
    [
      'unwritten is missing',
      'organization',
      `{ ${S}, ${PLAIN} }`,
      ['p.yaml:6:81 missing-key: `s` needs the key `unwritten`.'],
    ],
    [
      'one value is no choice',
      'unit',
      `{ ${S}, unwritten: on, values: { on: { title: On } } }`,
      ['p.yaml:7:156 invalid-value: `values` must have at least 2 keys.'],
    ],
    [
      'a value without a title',
      'unit',
      `{ ${S}, unwritten: on, values: { on: {}, off: { title: Off } } }`,
      ['p.yaml:7:158 missing-key: `on` needs the key `title`.'],
    ],
    [
      'a key that settings do not have',
      'unit',
      `{ ${S}, unwriten: on, unwritten: on, ${PLAIN} }`,
      ['p.yaml:7:133 unknown-key: "unwriten" is not a key of a setting. | Did you mean `unwritten`?'],
    ],
    [
      'when-nested is no value',
      'groups',
      `{ ${S}, unwritten: on, when-nested: onn, ${PLAIN} }`,
      ['p.yaml:19:138 platform-invalid: "onn" is no value of `s`: on, off. | Did you mean `on`?'],
    ],
    [
      'when-nested of a scope',
      'unit',
      `{ ${S}, unwritten: on, when-nested: on, ${PLAIN} }`,
      ['p.yaml:7:161 platform-invalid: `s` is a setting of a scope, and only groups nest. | Remove the key.'],
    ],
    [
      'when-nested of the organization',
      'organization',
      `{ ${S}, unwritten: on, when-nested: no, ${PLAIN} }`,
      [
        'p.yaml:6:140 platform-invalid: "no" is no value of `s`: on, off.',
        'p.yaml:6:140 platform-invalid: `s` is a setting of a scope, and only groups nest. | Remove the key.',
      ],
    ],
    [
      'extends no role',
      'organization',
      `{ ${S}, unwritten: on, extends: admn, ${GIVING} }`,
      ['p.yaml:6:136 unknown-role: `admn` is no role of this platform. | Did you mean `admin`?'],
    ],
    [
      'extends a role and gives nothing',
      'organization',
      `{ ${S}, unwritten: on, extends: admin, ${PLAIN} }`,
      [
        'p.yaml:6:136 platform-invalid: No value of `s` gives anything. | Remove the key, or add `includes` to a value.',
      ],
    ],
    [
      'gives, and does not say to whom',
      'organization',
      `{ ${S}, unwritten: on, ${GIVING} }`,
      [
        'p.yaml:6:135 platform-invalid: `s` does not say who holds what its values include. | Add `extends:` with the role whose holders hold what the value includes.',
      ],
    ],
    [
      'of a unit extends a role',
      'unit',
      `{ ${S}, unwritten: on, extends: admin, ${GIVING} }`,
      [
        'p.yaml:7:157 platform-invalid: `s` is no setting of the organization, so it cannot give anybody anything. | Remove the key.',
      ],
    ],
    [
      'of groups extends no role',
      'groups',
      `{ ${S}, unwritten: on, extends: none, ${PLAIN} }`,
      [
        'p.yaml:19:134 unknown-role: `none` is no role of this platform.',
        'p.yaml:19:134 platform-invalid: `s` is no setting of the organization, so it cannot give anybody anything. | Remove the key.',
      ],
    ],
    [
      'of groups gives',
      'groups',
      `{ ${S}, unwritten: on, ${GIVING} }`,
      [
        'p.yaml:19:133 platform-invalid: `s` is no setting of the organization, so it cannot give anybody anything. | Remove `includes` from its values.',
      ],
    ],
    [
      'includes no role',
      'organization',
      `{ ${S}, unwritten: on, extends: admin, ${GIVING.replace('[editor]', '[viewer, editr]')} }`,
      ['p.yaml:6:189 unknown-role: `editr` is no role of this platform. | Did you mean `editor`?'],
    ],
    [
      'includes the role that it extends',
      'organization',
      `{ ${S}, unwritten: on, extends: editor, ${GIVING} }`,
      ['p.yaml:6:182 role-cycle: Where `s` is `on`, `editor` includes itself through `editor`.'],
    ],
    [
      'includes a role that includes it',
      'organization',
      `{ ${S}, unwritten: on, extends: viewer, ${GIVING} }`,
      ['p.yaml:6:182 role-cycle: Where `s` is `on`, `viewer` includes itself through `editor`.'],
    ],
  ])('%s', (_, where, setting, expected) => {
    expect(said(where, setting)).toEqual(expected);
  });
});
