import { expect, it } from 'vitest';
import { textFault } from '../../src/policy/text-fault.ts';
import { isLine, isMemberKey, isName, isText, LINE, NAME, TEXT } from '../../src/policy/text-patterns.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { platformNamed } from '../platform/shipped.ts';

it('texts that import may write are those that the schema takes', () => {
  const { $defs } = readSchemaFiles().organization as {
    readonly $defs: Readonly<Record<string, { readonly pattern: string }>>;
  };
  expect([NAME, LINE, TEXT]).toEqual([$defs.name?.pattern, $defs.line?.pattern, $defs.text?.pattern]);
});

const ACCOUNTS = {
  ...platformNamed('bilbis'),
  members: { ...platformNamed('bilbis').members, key: 'account' },
} as const;

it.each<[(text: string) => boolean, readonly string[], readonly string[]]>([
  [isName, ['a', '1.b-c_d'], ['', 'A', '-a', 'a b']],
  [isLine, ['', 'a: b # c', '🚀', 'a\u200bb'], ['a\nb', 'a\u202eb', '\ud800']],
  [isText, ['a\nb'], ['a\tb', '\ud800']],
  [(key) => isMemberKey(key, platformNamed('bilbis')), ['a.b-c'], ['a@b', '', `${'a'.repeat(255)}`]],
  [
    (key) => isMemberKey(key, ACCOUNTS),
    [
      'bo',
      'Bo van Dam',
      'eve & co',
      'fi?x=1',
      'bo+x@acme.example',
      'bo@acme',
      'böse',
      "o'neil",
      `${'a'.repeat(254)}`,
    ],
    [
      '@bo',
      '-bo',
      ' bo',
      'bo ',
      'bo  x',
      'bo\tx',
      'bo\u00a0x',
      'bo,',
      'bo:x',
      'a\\b',
      '"bo"',
      '',
      'a\u200bb',
      `${'a'.repeat(255)}`,
    ],
  ],
  [(key) => isMemberKey(key, platformNamed('oten')), ['A@b.co'], ['a b@c.de', 'a@b', 'a\u200b@b.co']],
])('%o', (check, good, bad) => {
  expect(good.filter((text) => !check(text))).toEqual([]);
  expect(bad.filter(check)).toEqual([]);
});

it.each([
  ['@bo', 'it begins with @'],
  ['-bo', 'it begins with -'],
  [' bo', 'a space stands at an end of it, or two stand together'],
  ['bo  x', 'a space stands at an end of it, or two stand together'],
  ['bo:x', 'it holds a quote, a bracket, a comma, a colon, a semicolon or a backslash'],
  ['bo\u200bx', 'it holds the invisible character U+200B'],
  ['', 'it is empty'],
])('%j is no account name, and it is said why', (text, fault) => {
  const { code, message } = textFault('text: member-key', 'Account name', text);
  expect(code).toBe('invalid-member-key');
  expect(message).toContain(` is not an account name: ${fault}.`);
});
