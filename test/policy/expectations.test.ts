import { describe, expect, it } from 'vitest';
import { shown } from '../source/shown.ts';
import { documentsOf, got, policy } from './fixture.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Expectations\norganization: acme\nexpectations:\n';

function read(...texts: readonly string[]) {
  return policy.readExpectations(texts.flatMap((text, index) => documentsOf(text, `${'abc'[index]}.yaml`)));
}

describe('expectations as written', () => {
  it('are read with every place, one text being a list of one', () => {
    const [document] = got(
      read(`${HEAD}  writers write:
    members: dan@acme.com
    groups: [writers, qa]
    except: { groups: guests }
    can: "documents:*"
    cannot: ["*:delete"]
    on: acme
    may-be-empty: true
    reason: because
`),
    );
    expect(document?.organization.value).toBe('acme');
    const [one] = document?.expectations ?? [];
    const values = (list: readonly { value: string }[] = []) => list.map(({ value }) => value);
    expect(one?.name).toBe('writers write');
    expect(one?.origin).toMatchObject({ file: 'a.yaml', line: 5, column: 3 });
    expect(values(one?.people.members)).toEqual(['dan@acme.com']);
    expect(values(one?.people.groups)).toEqual(['writers', 'qa']);
    expect(values(one?.except.groups)).toEqual(['guests']);
    expect(values(one?.verbs.can)).toEqual(['documents:*']);
    expect(values(one?.verbs.cannot)).toEqual(['*:delete']);
    expect(values(one?.verbs['only-these-can'])).toEqual([]);
    expect(values(one?.on)).toEqual(['acme']);
    expect(one?.verbs.cannot[0]?.origin).toMatchObject({ line: 10, column: 14 });
    expect(one).toMatchObject({ mayBeEmpty: true, reason: 'because' });
  });

  it('of one organization are merged, whatever files they stand in, in order of place', () => {
    const some = (names: readonly string[]) =>
      `${HEAD}${names.map((name) => `  ${name}: { members: "*", can: "*", on: acme }\n`).join('')}`;
    const other = some(['x']).replace('organization: acme', 'organization: beta');
    const documents = got(read(some(['b', 'a']), other, some(['c'])));
    expect(
      documents.map(({ organization, expectations }) => [organization.value, expectations.length]),
    ).toEqual([
      ['acme', 3],
      ['beta', 1],
    ]);
    expect(documents[0]?.expectations.map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  });

  it('of names that are no names of other languages are read like any other', () => {
    const names = ['__proto__', 'constructor', '1', 'écris: "toujours"', '✗ 🦊'];
    const text = names.map((name) => `  ${JSON.stringify(name)}: { members: "*", can: "*", on: acme }\n`);
    const [document] = got(read(`${HEAD}${text.join('')}`));
    expect(document?.expectations.map(({ name }) => name)).toEqual(names);
  });

  it.each([
    [
      'no organization',
      'apiVersion: bylaw/v1\nkind: Expectations\nexpectations: { a: { members: "*", can: "*", on: x } }',
      ['a.yaml:1:1 missing-key: The document needs the key `organization`.'],
    ],
    [
      'none at all',
      HEAD.replace('expectations:', 'expectations: {}'),
      ['a.yaml:4:15 invalid-value: `expectations` must have at least 1 key.'],
    ],
    [
      'a list',
      `${HEAD}  - a\n`,
      ['a.yaml:5:3 invalid-value: `expectations` must be a map, but a list is written.'],
    ],
    [
      'nothing under a name',
      `${HEAD}  a:\n`,
      [
        'a.yaml:5:3 invalid-value: `a` must be a map, but nothing is written. | Write {} to say there are none.',
      ],
    ],
    [
      'nobody',
      `${HEAD}  a: { can: "*", on: acme }\n`,
      [
        'a.yaml:5:3 missing-key: The expectation "a" speaks of nobody. | Write members or groups; members: "*" is everybody, members: [] nobody.',
      ],
    ],
    [
      'nothing expected',
      `${HEAD}  a: { members: "*", on: acme }\n`,
      [
        'a.yaml:5:3 missing-key: The expectation "a" expects nothing. | Write can, cannot, only-these-can, or several of them.',
      ],
    ],
    [
      'nowhere',
      `${HEAD}  a: { members: "*", can: "*" }\n`,
      ['a.yaml:5:3 missing-key: `a` needs the key `on`.'],
    ],
    [
      'empty lists',
      `${HEAD}  a: { members: "*", can: [], on: [] }\n`,
      [
        'a.yaml:5:27 invalid-value: `can` must have at least 1 item.',
        'a.yaml:5:35 invalid-value: `on` must have at least 1 item.',
      ],
    ],
    [
      'a slip in a verb',
      `${HEAD}  a: { members: "*", only-these-cna: "*", can: "*", on: acme }\n`,
      [
        'a.yaml:5:22 unknown-key: "only-these-cna" is not a key of an expectation. | Did you mean `only-these-can`?',
      ],
    ],
    [
      'a number',
      `${HEAD}  a: { members: 7, can: "*", on: acme }\n`,
      [
        'a.yaml:5:17 invalid-value: `members` must be text or a list, but the number 7 is written. | Put it in quotes: "7".',
      ],
    ],
    [
      'a blank in a pattern',
      `${HEAD}  a: { members: "*", can: "documents: *", on: acme }\n`,
      ['a.yaml:5:27 invalid-name: "documents: *" is not a name: it holds a space.'],
    ],
    [
      'an escape in a name',
      `${HEAD}  "a\\eb": { members: "*", can: "*", on: acme }\n`,
      ['a.yaml:5:3 invalid-value: "a\\u{1b}b" is not allowed here: it holds the control character U+001B.'],
    ],
    [
      'an empty name',
      `${HEAD}  "": { members: "*", can: "*", on: acme }\n`,
      ['a.yaml:5:3 invalid-value: "" is not allowed here: it is empty.'],
    ],
    [
      'may-be-empty as text',
      `${HEAD}  a: { members: "*", can: "*", on: acme, may-be-empty: perhaps }\n`,
      ['a.yaml:5:56 invalid-value: `may-be-empty` must be true or false, but the text "perhaps" is written.'],
    ],
    [
      'an empty except',
      `${HEAD}  a: { members: "*", can: "*", on: acme, except: {} }\n`,
      ['a.yaml:5:50 invalid-value: `except` must have at least 1 key.'],
    ],
  ])('%s', (_, text, problems) => {
    expect(read(text).diagnostics.map(shown)).toEqual(problems);
  });

  it('tells a name used twice at both places', () => {
    const one = `${HEAD}  a: { members: "*", can: "*", on: acme }\n`;
    expect(read(one, one).diagnostics.map(shown)).toEqual([
      'b.yaml:5:3 duplicate-declaration: The expectation "a" is declared twice. | Keep one of the two. [first declared here a.yaml:5:3]',
    ]);
  });
});
