/** The table of facts is only worth something while the tests it names are there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const PAGE = readFileSync('docs/seeds.md', 'utf8');
const [TABLES = '', DECISIONS = ''] = PAGE.split('## Decisions');
const DECIDED = new Set([...DECISIONS.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => number));

interface Fact {
  readonly platform: string;
  readonly fact: string;
  readonly proof: string;
}

const FACTS: readonly Fact[] = TABLES.split('\n## ')
  .slice(1)
  .flatMap((section) => {
    const platform = section.split(' ')[0] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    return rows.slice(1).map((row): Fact => {
      const [, fact = '', , proof = ''] = row.split(' | ').join('|').split('|');
      return { platform, fact: fact.trim(), proof: proof.trim() };
    });
  });

/** Null when the proof is there: a decision of the list, a file, or the name of a test in the platform's file. */
function missing(platform: string, proof: string): string | null {
  const decision = /^decision (\d+)$/.exec(proof)?.[1];
  if (decision !== undefined) return DECIDED.has(decision) ? null : `no decision ${decision}`;
  const [, file, name] = /^`([^`]+)`(?:: (.*)| \(.*\))?$/.exec(proof) ?? [];
  if (file !== undefined) {
    if (!existsSync(file)) return `no file ${file}`;
    return name === undefined || readFileSync(file, 'utf8').includes(plain(name)) ? null : `no test ${proof}`;
  }
  if (proof === 'every test here writes them') return null;
  const tests = readFileSync(`test/platform/${platform}.test.ts`, 'utf8');
  return tests.includes(plain(proof)) ? null : `no test ${JSON.stringify(proof)} of ${platform}`;
}

/** Names are cut with an ellipsis where they go on. */
const plain = (name: string): string => name.replace(/^… ?/, '').replace(/ ?…$/, '');

describe('every fact of the five pages', () => {
  it('is in a table', () => {
    expect(new Set(FACTS.map(({ platform }) => platform))).toEqual(
      new Set(['bilbis', 'gorules', 'lumoauth', 'oten', 'appcircle']),
    );
    expect(FACTS.length).toBeGreaterThan(85);
  });

  it.each(FACTS)('$platform: $fact', ({ platform, proof }) => {
    expect(proof).not.toBe('');
    expect(proof.split('; ').flatMap((one) => missing(platform, one) ?? [])).toEqual([]);
  });
});
