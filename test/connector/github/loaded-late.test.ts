import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'src/connector/github/';
const LARGE = /from '(@octokit\/[\w-]+|bottleneck)'/;

/** Files that a file loads with itself: types alone load nothing, and `import()` loads later. */
function loaded(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(`${FOLDER}${file}`, 'utf8');
  for (const [, , name] of text.matchAll(/^(import|export) (?!type )[^;]*? from '\.\/([\w-]+\.ts)';/gms)) {
    if (name !== undefined) loaded(name, seen);
  }
  return seen;
}

test('octokit is loaded with the first request: no file that the registry loads imports it', () => {
  const large = readdirSync(FOLDER).filter((file) => LARGE.test(readFileSync(`${FOLDER}${file}`, 'utf8')));
  expect(large.sort()).toEqual(['github-app.ts', 'octokit-client.ts']);
  const early = loaded('github-connector.ts');
  expect(early.size).toBeGreaterThan(2);
  expect([...early]).not.toContain('github-session.ts');
  expect(large.filter((file) => early.has(file))).toEqual([]);
});
