import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/source/yaml.ts';
import { shown } from './shown.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const problems = (text: string | Uint8Array): readonly string[] =>
  readYaml(text, 'f.yaml').diagnostics.map(shown);
const values = (text: string | Uint8Array): readonly unknown[] => {
  const read = readYaml(text, 'f.yaml');
  expect(read.diagnostics.map(shown)).toEqual([]);
  return read.ok ? read.value.map((d) => JSON.parse(JSON.stringify(d.value))) : [];
};

describe('what is read', () => {
  it('takes no, dates and clock times as text, whatever the directive says', () => {
    const expected = [{ a: 'no', b: '2027-01-31', c: '12:30:00', d: true, e: null }];
    const text = 'a: no\nb: 2027-01-31\nc: 12:30:00\nd: true\ne:\n';
    expect(values(text)).toEqual(expected);
    expect(values(`%YAML 1.1\n---\n${text}`)).toEqual(expected);
  });

  it('takes keys that look like numbers as the text typed', () => {
    expect(values('123: a\n0x1F: b\n1.50: c\ntrue: d\n')).toEqual([
      { 123: 'a', '0x1F': 'b', '1.50': 'c', true: 'd' },
    ]);
  });

  it('leaves empty documents out', () => {
    expect(values('')).toEqual([]);
    expect(values('# only a comment\n')).toEqual([]);
    expect(values('---\n---\na: 1\n...\n---\n# end\n')).toEqual([{ a: 1 }]);
  });

  it('tolerates a byte order mark without moving columns', () => {
    const read = readYaml(bytes(0xef, 0xbb, 0xbf, 0x61, 0x3a, 0x20, 0x31), 'f.yaml');
    expect(read.ok && read.value[0]?.keySpan(['a'])).toMatchObject({ line: 1, column: 1, endColumn: 2 });
  });

  it('reads CRLF with the same positions as LF', () => {
    const read = readYaml('a: 1\r\nb:\r\n  - x\r\n', 'f.yaml');
    expect(read.ok && read.value[0]?.valueSpan(['b', 0])).toMatchObject({ line: 3, column: 5, endColumn: 6 });
    expect(values('a: 1\r\nb:\r\n  - x\r\n')).toEqual([{ a: 1, b: ['x'] }]);
  });

  it('keeps prototype names as plain keys', () => {
    const read = readYaml('__proto__: { polluted: 1 }\nconstructor: x\ntoString: y\n', 'f.yaml');
    const value = read.ok ? (read.value[0]?.value as object) : {};
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(['hasOwnProperty', 'valueOf'].filter((name) => name in value)).toEqual([]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('shows a huge number as it was typed', () => {
    const read = readYaml('a: 99999999999999999999\n', 'f.yaml');
    expect(read.ok && read.value[0]?.typed(['a'])).toBe('99999999999999999999');
  });

  it('writes a repeated value out at the place of its anchor', () => {
    expect(values('a: &x [p, q]\nb: *x\n')).toEqual([{ a: ['p', 'q'], b: ['p', 'q'] }]);
    const read = readYaml('a: &x [p, q]\nb: *x\n', 'f.yaml');
    expect(read.ok && read.value[0]?.valueSpan(['b'])).toMatchObject({ line: 2, column: 4 });
    expect(read.ok && read.value[0]?.valueSpan(['b', 1])).toMatchObject({ line: 1, column: 11 });
  });
});

describe('what is refused', () => {
  it.each<[string, string | Uint8Array, readonly string[]]>([
    [
      'a byte that is not UTF-8',
      bytes(0x61, 0x0a, 0x62, 0xff),
      ['f.yaml:2:2 file-not-utf8: The byte 0xFF here is not valid UTF-8.'],
    ],
    [
      'a sequence cut short',
      bytes(0x61, 0x3a, 0x20, 0xe2, 0x82),
      ['f.yaml:1:4 file-not-utf8: The byte 0xE2 here is not valid UTF-8.'],
    ],
    [
      'a sequence that starts like the replacement character',
      bytes(0x61, 0xef, 0xbf, 0x41),
      ['f.yaml:1:2 file-not-utf8: The byte 0xEF here is not valid UTF-8.'],
    ],
    [
      'UTF-16',
      bytes(0xff, 0xfe, 0x61, 0x00),
      [
        'f.yaml:1:1 file-not-utf8: The byte 0xFF here is not valid UTF-8. | The file looks like UTF-16: save it as UTF-8.',
      ],
    ],
    [
      'a control character',
      'a: 1\nb: x\u0007y\n',
      ['f.yaml:2:5 yaml-syntax: The character U+0007 is not allowed in YAML text. | Remove the character.'],
    ],
    [
      'a lone carriage return',
      'a: 1\rb: 2\n',
      [
        'f.yaml:1:5 yaml-syntax: A carriage return (U+000D) stands without a line feed. | Save the file with LF or CRLF line ends.',
      ],
    ],
    [
      'tabs, each of them',
      'a:\n\tb: 1\n\tc: 2\n',
      [
        'f.yaml:2:1 yaml-syntax: Tabs are not allowed as indentation | Indent with spaces: YAML does not take tabs.',
        'f.yaml:3:1 yaml-syntax: Tabs are not allowed as indentation | Indent with spaces: YAML does not take tabs.',
      ],
    ],
    [
      'duplicate keys, each of them',
      'a: 1\nb: 2\na: 3\n"a": 4\n',
      [
        'f.yaml:3:1 yaml-duplicate-key: The key "a" is written twice in one map. [first written here f.yaml:1:1]',
        'f.yaml:4:1 yaml-duplicate-key: The key "a" is written twice in one map. [first written here f.yaml:1:1]',
      ],
    ],
    [
      'tags',
      'a: !!binary aGk=\nb: !foo x\nc: !!str 1\n',
      [
        'f.yaml:1:13 yaml-unsupported: The tag "tag:yaml.org,2002:binary" is not read. | Write the value without a tag.',
        'f.yaml:2:9 yaml-unsupported: The tag "!foo" is not read. | Write the value without a tag.',
      ],
    ],
    [
      'merge keys',
      'a: &x { b: 1 }\nc: { <<: *x }\n',
      [
        'f.yaml:2:6 yaml-unsupported: Merge keys (`<<`) are not read. | Write the keys out; "<<" in quotes is a key of that name.',
      ],
    ],
    [
      'keys that are no text',
      '? [a]\n: c\n: d\n',
      [
        'f.yaml:1:3 yaml-unsupported: A key must be text, and this one is a collection. | Put the key in quotes if it is meant to be text.',
        'f.yaml:3:1 yaml-unsupported: A key must be text, and this one is empty. | Put the key in quotes if it is meant to be text.',
      ],
    ],
    ['an alias of nothing', 'a: *b\n', ['f.yaml:1:4 yaml-syntax: The alias *b has no anchor &b before it.']],
    [
      'an alias inside its anchor',
      'a: &a [*a]\n',
      ['f.yaml:1:8 yaml-alias-limit: The alias *a stands inside its own anchor. [the anchor f.yaml:1:7]'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('reports every broken document of a file', () => {
    expect(readYaml('a: "\\q"\n---\nb: 1\n---\nc: "\\w"\n', 'f.yaml').diagnostics.map((d) => d.code)).toEqual(
      ['yaml-syntax', 'yaml-syntax'],
    );
  });

  it('a file too large', () => {
    expect(problems(new Uint8Array(20 * 1024 * 1024 + 1))).toEqual([
      'f.yaml:1:1 file-too-large: The file is larger than 20 MiB.',
    ]);
  });
});

describe('what would hang', () => {
  const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [index, name] of [...'bcdefghi'].entries()) {
    laughs.push(`${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`);
  }

  it('a billion laughs, by arithmetic', () => {
    expect(problems(laughs.join('\n'))).toEqual([
      'f.yaml:6:12 yaml-alias-limit: Aliases expand to more than 200000 values.',
    ]);
  });

  it.each([
    ['[', '['.repeat(1_000_000)],
    ['{a: ', '{a: '.repeat(100_000)],
    ['- ', '- '.repeat(100_000)],
    ['? ', '? '.repeat(100_000)],
    ['indented maps', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('depth made of %s', (_, text) => {
    const read = readYaml(text, 'f.yaml');
    expect(read.diagnostics.map((d) => d.code)).toEqual(['yaml-too-deep']);
  });

  it('depth made of aliases', () => {
    const deep = (inner: string): string => '['.repeat(40) + inner + ']'.repeat(40);
    expect(problems(`a: &a ${deep('x')}\nb: ${deep('*a')}\n`)).toEqual([
      'f.yaml:2:44 yaml-too-deep: Values are nested more than 64 deep here.',
    ]);
  });

  it('depth of 64 is read', () => {
    expect(readYaml('['.repeat(64) + ']'.repeat(64), 'f.yaml').ok).toBe(true);
    expect(readYaml('['.repeat(65) + ']'.repeat(65), 'f.yaml').ok).toBe(false);
  });

  it('looks up each of 100,000 keys', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `k${i}: ${i}`).join('\n');
    const read = readYaml(text, 'f.yaml');
    const [document] = read.ok ? read.value : [];
    for (let i = 0; i < 100_000; i += 1) expect(document?.keySpan([`k${i}`]).line === i + 1).toBe(true);
  });
});
