import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMemberKey } from '../../src/policy/text-patterns.ts';
import { jsonDocumentText } from '../../src/report/json/report-envelope.ts';
import { scalarText } from '../../src/source/edit/scalar-text.ts';
import { BLANK, invisibleIn } from '../../src/source/invisible-characters.ts';
import { escapeText, quote } from '../../src/source/quote.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { platformNamed } from '../platform/shipped.ts';

/** Said with Unicode's own properties, here too. U+2800 and U+1D159 are drawn, as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u;

const characters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('a', '\ufe0f', '\u034f', '\u3164', '\u{e0100}', '\u{e0041}', '\ud800', ' '))
    .map((parts) => parts.join('')),
);

describe('characters that draw nothing', () => {
  it('are those that Unicode calls so, and two that are drawn as nothing', () => {
    expect(characters.filter((one) => (invisibleIn(one) !== null) !== INVISIBLE.test(one))).toEqual([]);
  });

  it('are spelled out for schemas, blanks with them', () => {
    const spelled = new RegExp(`[${BLANK}]`, 'u');
    const meant = (one: string) => !/\p{Cs}/u.test(one) && (INVISIBLE.test(one) || /\p{Z}/u.test(one));
    expect(characters.filter((one) => spelled.test(one) !== meant(one))).toEqual([]);
  });

  it('are spelled out the same in every schema that takes references', () => {
    for (const schema of Object.values(readSchemaFiles())) {
      const patterns = [...JSON.stringify(schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)]
        .map(([, pattern = '""']) => String(JSON.parse(pattern)))
        .filter((pattern) => pattern.includes('\\u0020'));
      for (const pattern of patterns) expect(pattern).toContain(BLANK);
    }
  });

  it.each(['\ufe0f', '\u034f', '\u3164', '\u2800', '\u{e0100}', '\u115f', '\u1160', '\u17b4', '\uffa0'])(
    'make no second person who looks like the first: U+%s',
    (sign) => {
      expect(isMemberKey(`ana${sign}@acme.example`, platformNamed('oten'))).toBe(false);
      expect(quote(`ana${sign}@acme.example`)).toBe(
        `"ana\\u{${sign.codePointAt(0)?.toString(16)}}@acme.example"`,
      );
    },
  );
});

describe('no invisible character is left', () => {
  it('in a quoted text, which shows all that it had', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(escapeText(one)).not.toMatch(INVISIBLE);
        expect(quote(one)).not.toMatch(INVISIBLE);
        expect(escapeText(escapeText(one))).toBe(escapeText(one));
      }),
    );
  });

  it('in JSON, which says the same', () => {
    fc.assert(
      fc.property(text, (one) => {
        const made = jsonDocumentText({ [one]: [one] });
        expect(made.replaceAll('\n', '')).not.toMatch(INVISIBLE);
        expect(JSON.parse(made)).toEqual(JSON.parse(JSON.stringify({ [one]: [one] })));
      }),
    );
  });

  it('in a scalar of YAML', () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(scalarText(one, 'flow')).not.toMatch(INVISIBLE);
      }),
    );
  });
});

describe('commands of CI servers', () => {
  it.each([
    ['::error::x', '\\u{3a}:error::x'],
    [' \u00a0::stop-commands::x', ' \u00a0\\u{3a}:stop-commands::x'],
    ['a ::add-mask::b', 'a \\u{3a}:add-mask::b'],
    ['##vso[task.setvariable]x', '\\u{23}#vso[task.setvariable]x'],
    ['a###[error]', 'a#\\u{23}#[error]'],
    ['##TeamCity[x]', '\\u{23}#TeamCity[x]'],
    ['x\n::error::', 'x\\u{a}::error::'],
  ])('are broken: %j', (one, expected) => {
    expect(escapeText(one)).toBe(expected);
    expect(JSON.parse(jsonDocumentText([one]))).toEqual([one]);
  });

  it.each(['a :: b', 'a::b', 'listens on ::1', '## [x]', '#[x]'])('only they: %j', (one) => {
    expect(escapeText(one)).toBe(one);
  });
});
