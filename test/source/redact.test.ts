import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeToken, passwordsIn, redactKnownTokens, secretRedactorOf } from '../../src/source/redact.ts';

/** How things that are sent may come back. */
const ENCODINGS: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded': encodeURIComponent,
  'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'percent-encoded in small letters': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
  'percent-encoded in whole': (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'as a field of a form': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  'as JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  'as JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'as JSON of PHP': (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
  'as JSON of ASCII': (secret) =>
    [...Array(secret.length).keys()]
      .map((at) => `\\u${secret.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  'as HTML': (secret) =>
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  'as HTML in numbers': (secret) => [...secret].map((sign) => `&#${sign.codePointAt(0)};`).join(''),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'in base64': (secret) => Buffer.from(secret).toString('base64'),
  'in base64url': (secret) => Buffer.from(secret).toString('base64url'),
  'in base64 behind a name': (secret) => Buffer.from(`x:${secret}`).toString('base64'),
  'in base64 between others': (secret) => Buffer.from(`user:${secret} and more`).toString('base64'),
  'in base64, percent-encoded': (secret) =>
    encodeURIComponent(Buffer.from(`bylaw:${secret}`).toString('base64')),
  'in base64 of a header': (secret) => Buffer.from(`Authorization: Bearer ${secret}\r\n`).toString('base64'),
};

const secret = fc
  .oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 20 }),
    fc.base64String({ minLength: 12, maxLength: 40 }),
  )
  .filter((one) => one.trim() === one);

describe.each(Object.entries(ENCODINGS))('a secret %s', (_, encoded) => {
  it('is not left in a text', () => {
    fc.assert(
      fc.property(secret, (one) => {
        const hide = secretRedactorOf([one]);
        expect(hide(`you sent (${encoded(one)}), twice: ${encoded(one)}`)).toBe('you sent (***), twice: ***');
      }),
    );
  });
});

describe('what is hidden', () => {
  it('is nothing where there is no secret, and nothing that only looks a little like one', () => {
    const text = 'the basic problem is the state of acme/units/emea, as ana@acme.example says';
    expect(secretRedactorOf([])(text)).toBe(text);
    expect(secretRedactorOf(['', ' ', 'a'])(text)).toBe(text);
    expect(secretRedactorOf(['tok-7f3Qz9vXw2-Lr8Kd1'])(text)).toBe(text);
  });

  it.each([
    [
      'http://u:Pr0xyP+ss/w0rd=%42@127.0.0.1:7070',
      'invalid port ":Pr0xyP+ss" after host',
      'invalid port ":***" after host',
    ],
    ['http://u:Pr0xyP+ss/w0rd=%42@127.0.0.1:7070', 'no host in Pr0xyP+ss/w0rd=B', 'no host in ***'],
    ["postgres://u:p%40ssw0rd@h/db password='x y z'", 'p@ssw0rd and x y z', '*** and ***'],
  ])('are passwords of %s', (address, text, expected) => {
    expect(secretRedactorOf(passwordsIn(address))(text)).toBe(expected);
  });

  it('are tokens of known forms, whoever wrote them', () => {
    for (const token of [`ghp_${'a1'.repeat(18)}`, `glpat-${'x'.repeat(20)}`, 'AKIAIOSFODNN7EXAMPLE']) {
      expect(redactKnownTokens(`Unknown key \`${token}\`.`)).toBe('Unknown key `***`.');
      expect(looksLikeToken(token)).toBe(true);
    }
  });

  it.each(['BYLAW_TOKEN', 'ACME_PROD_2027_TOKEN_OF_THE_PLATFORM', 'bylaw_token', 'TOKEN_2', 'myToken1'])(
    'no name of a variable looks like a token: %s',
    (name) => {
      expect(looksLikeToken(name)).toBe(false);
    },
  );
});
