import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleDocument, platformPage } from '../../build/pages/platform-page.ts';
import { compile } from '../../src/compile/compile.ts';
import { expectGolden } from '../golden.ts';
import { NAMES, PRODUCTS, platformNamed, STANDARDS } from '../platform/shipped.ts';
import { documentsOf, got, onlyDocument, policy } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';

const FILES = readdirSync('schemas/platforms').map((file) => file.replace('.yaml', ''));

describe.each(FILES)('the page of %s', (name) => {
  const file = `schemas/platforms/${name}.yaml`;
  const platform = got(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file)));
  const isProduct = PRODUCTS.includes(name);
  const isStandard = STANDARDS.includes(name);
  const page = platformPage(platform, isProduct ? 'product' : isStandard ? 'standard' : 'sandbox');

  it('is what its file says', () => {
    expectGolden(`docs/platforms/${name}.md`, page);
  });

  it('says plainly what it is and is not', () => {
    const plain = page.replaceAll('\n', ' ');
    expect(plain).toContain('not affiliated with the');
    if (isStandard) {
      expect(plain).toContain('run against the servers that [its connector]');
    } else if (isProduct) {
      expect(plain).toContain(`run against the product itself, in random organizations`);
      expect(plain).toContain(`npm run servers -- ${name}`);
    } else {
      expect(plain).toContain('Modelled on the product’s public access pages.');
      expect(plain).toContain('run against the sandbox, not against the vendor’s service');
    }
  });

  it('leaves nothing of the file out', () => {
    const permissions = [...platform.permissions.values()].map(({ name: one, parameter }) =>
      parameter === null ? one : `${one}!text`,
    );
    const named = [...permissions, ...platform.roles.keys(), ...platform.scopeKinds.keys()];
    const coded = [...named, ...platform.modules.keys(), ...platform.invariants.map(({ code }) => code)];
    for (const text of coded) expect(page).toContain(`\`${text}\``);
    expect(page.match(/^\| question/m)).not.toBeNull();
    const rows = page.slice(page.indexOf('## Decisions')).match(/^\| .* \|$/gm) ?? [];
    expect(rows.length).toBe(platform.decisions.length + 2);
  });

  it('shows a document that passes the check without a word', () => {
    const block = /^## A first document\n\n```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
    expect(block).toBe(exampleDocument(platform, platform.example ?? ''));
    const full = block.replace('platform:', 'authority: full\nplatform:');
    for (const text of [block, full]) {
      const read = policy.readOrganizations(documentsOf(text), new Map([[name, platform]]));
      const [document] = got(read);
      if (document === undefined) throw new Error('no organization');
      const desired = compile(document, platform, '2026-11-22T12:00:00Z');
      expect([...read.diagnostics, ...desired.diagnostics].map(shown)).toEqual([]);
    }
  });
});

it('every platform has a page, and every page a platform', () => {
  expect(readdirSync('docs/platforms').sort()).toEqual(FILES.map((name) => `${name}.md`).sort());
  expect([...NAMES, ...PRODUCTS, ...STANDARDS].sort()).toEqual([...FILES].sort());
});

it('a text of a platform file cannot break out of its cell', () => {
  const hostile = {
    ...platformNamed('lumoauth'),
    title: '<img src=x> | [a](javascript:b)',
    decisions: [{ question: 'a | b', decision: '<script>@everyone</script> ``` #12' }],
  };
  const page = platformPage(hostile, 'sandbox');
  const outside = page.replace(/`[^`\n]*`/g, '');
  expect(outside).not.toMatch(/<img|<script|\]\(javascript/);
  expect(page.slice(page.indexOf('## Decisions')).match(/^\| .* \|$/gm)).toHaveLength(3);
});
