import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rulesPage } from '../../build/pages/rules-section.ts';
import { BUILT_IN_RULES } from '../../src/rule/built-in-rules.ts';
import { expectGolden } from '../golden.ts';

const PAGE = 'docs/rules.md';

it('docs/rules.md tells of each rule what the table in code says', () => {
  expectGolden(PAGE, rulesPage(readFileSync(PAGE, 'utf8')));
});

it('and of no other', () => {
  const [, section = ''] = /^## The rules$([\s\S]*?)^## /m.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const headings = [...section.matchAll(/^### (.*)$/gm)].map(([, name]) => name);
  expect(headings).toEqual(BUILT_IN_RULES.map(({ name }) => name));
});
