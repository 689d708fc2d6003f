import { describe, expect, test } from 'vitest';
import { diagnosticsReference } from '../../build/pages/diagnostics-page.ts';
import { lintReference } from '../../build/pages/lint-page.ts';
import { jsonText } from '../../src/report/json/report-envelope.ts';
import { ansi, plain } from '../../src/report/text/text-style.ts';
import { expectGolden } from '../golden.ts';
import { shipped } from '../platform/shipped.ts';
import { everySubject, subjects, subjectsShuffled } from './forms.ts';

describe.each(subjects.map((forms, index) => ({ ...forms, index })))('$name', ({ name, index, ...forms }) => {
  const again = everySubject()[index];
  const shuffled = subjectsShuffled[index];

  test('reads as blessed', () => {
    expectGolden(`test/report/golden/${name}.txt`, forms.text(plain));
    expectGolden(`test/report/golden/${name}.md`, forms.markdown());
    expectGolden(`test/report/golden/${name}.json`, jsonText(forms.json()));
  });

  test('is the same twice, and whatever the order of what has none', () => {
    for (const other of [again, shuffled]) {
      expect(other?.text(plain)).toBe(forms.text(plain));
      expect(other?.markdown()).toBe(forms.markdown());
      expect(other && jsonText(other.json())).toBe(jsonText(forms.json()));
    }
  });

  test('colour adds nothing but colour', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is control characters
    expect(forms.text(ansi).replace(/\u001b\[[\d;]*m/g, '')).toBe(forms.text(plain));
  });
});

test('docs/diagnostics.md is what the table of codes says', () => {
  expectGolden('docs/diagnostics.md', diagnosticsReference());
});

test('docs/lint.md is what the table of rules says', () => {
  expectGolden('docs/lint.md', lintReference([...shipped.values()]));
});
