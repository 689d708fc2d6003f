import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importJson } from '../../src/report/import/import-json.ts';
import { importMarkdown } from '../../src/report/import/import-markdown.ts';
import type { ImportResult } from '../../src/report/import/import-result.ts';
import { importText } from '../../src/report/import/import-text.ts';
import { fileDiff } from '../../src/report/import/unified-diff.ts';
import { jsonText } from '../../src/report/json/report-envelope.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { expectGolden } from '../golden.ts';
import { imported, live, snapshot } from '../import/scene.ts';
import { platformNamed } from '../platform/shipped.ts';

const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);

/** A group whose name would colour a terminal, mention somebody and break a table. */
const EVIL = '\u001b[31m@everyone | <b>`x`\u202e';

function result(wrote: boolean): {
  readonly result: ImportResult;
  readonly diagnostics: ReturnType<typeof imported>['diagnostics'];
} {
  const found = snapshot([
    live.scope('acme', 'organization', 'Acme'),
    live.member('ada@acme.com'),
    live.given('acme', 'member:ada@acme.com', ['admin']),
    live.group(`acme/${EVIL}`, { members: ['ada@acme.com'] }),
    live.group('acme/qa', { title: 'QA | <b>@everyone</b> `x`', members: ['ada@acme.com'] }),
  ]);
  const made = imported(platformNamed('lumoauth'), found);
  if (!made.ok) throw new Error('not imported');
  return {
    result: { organizations: [made.value], workspace: { file: 'bylaw.yaml', after: 'a: 1\n' }, wrote },
    diagnostics: made.diagnostics,
  };
}

it.each([true, false])('tells what was written in three forms (written: %s)', (wrote) => {
  const { result: made, diagnostics } = result(wrote);
  const text = importText(made, plain, { diagnostics });
  const markdown = importMarkdown(made, { diagnostics });
  const json = jsonText(importJson(made, diagnostics));
  expectGolden(`test/report/golden/import-${wrote ? 'written' : 'diff'}.txt`, text);
  expectGolden(`test/report/golden/import-${wrote ? 'written' : 'diff'}.md`, markdown);
  expectGolden(`test/report/golden/import-${wrote ? 'written' : 'diff'}.json`, json);
  expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([]);
  for (const form of [text, markdown, json])
    expect([...'\u001b\u202e'].filter((c) => form.includes(c))).toEqual([]);
  expect(markdown).not.toMatch(/(^|[^`&;#\w])@everyone/m);
});

it('a diff applied to the old is the new', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 })
    .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { lines, added, removed } = fileDiff(before, after);
      const old = before === '' ? [] : (before.match(/[^\n]*\n|[^\n]+$/g) ?? []);
      const made: string[] = [];
      let at = 0;
      let last = '';
      for (const { sign, text: line } of lines) {
        if (sign === '@') {
          const [, start = '0', count = '1'] = /^@@ -(\d+)(?:,(\d+))?/.exec(line) ?? [];
          const to = count === '0' ? Number(start) : Number(start) - 1;
          while (at < to) made.push(old[at++] ?? '');
        } else if (sign === ' ') made.push(old[at++] ?? '');
        else if (sign === '-') expect((old[at++] ?? '').replace(/\n$/, '')).toBe(line);
        else if (sign === '+') made.push(`${line}\n`);
        else if (last !== '-') made[made.length - 1] = (made.at(-1) ?? '').replace(/\n$/, '');
        last = sign;
      }
      while (at < old.length) made.push(old[at++] ?? '');
      expect(made.join('').replace(/\n$/, '')).toBe(after.replace(/\n$/, ''));
      if (before === after) expect([added, removed, lines.length]).toEqual([0, 0, 0]);
    }),
    { numRuns: 500 },
  );
});
