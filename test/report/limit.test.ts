import { expect, test } from 'vitest';
import { Markdown, md } from '../../src/report/markdown/escape-markdown.ts';
import { pullRequestComment } from '../../src/report/markdown/pull-request-comment.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { lumoauth } from './platforms.ts';
import { desiredOf, planned } from './scene.ts';
import { Side } from './side.ts';

const LIMIT = 65_536;

function organization(name: string, people: number) {
  const desired = new Side(name, 'desired').scope(name, 'organization', name);
  const roles = ['viewer', 'editor', 'auditor', 'admin'];
  for (let at = 0; at < people; at += 1) {
    const member = `${'very-'.repeat(20)}long-${at}|@${name}.com`;
    desired.member(member).assign(member, [roles[at % 4] ?? 'viewer']);
  }
  return planned(
    desiredOf(name, lumoauth, desired),
    new Side(name, 'live').scope(name, 'organization', name),
  );
}

test('a comment of many large organizations fits, begins with the verdict and says what it left out', () => {
  const text = planMarkdown(Array.from({ length: 12 }, (_, at) => organization(`org-${at}`, 150)));
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  expect(text).toMatch(/^\*\*12 organizations: 3600 changes, 1800 people gain\.\*\*\n/);
  expect(text).toMatch(
    /Left out, because a comment holds at most 65536 characters:.* more sections with \d+ rows\./,
  );
  expect(text.split('<details>').length).toBe(text.split('</details>').length);
});

test('whatever the sizes, a comment fits and keeps sections whole', () => {
  for (const sizes of [
    [10, 70_000, 10],
    [30_000, 30_000, 30_000],
    [65_000, 600],
    Array(500).fill(300),
    [65_536],
  ]) {
    const sections = sizes.map((size: number, at: number) => ({
      holds: md`section ${at}`,
      body: new Markdown(`<${at}>${'x'.repeat(size)}</${at}>`),
    }));
    const text = pullRequestComment(md`Verdict.`, sections);
    expect(text.length).toBeLessThanOrEqual(LIMIT);
    for (const at of sizes.keys()) expect(text.includes(`<${at}>`)).toBe(text.includes(`</${at}>`));
    expect(text.includes('Left out')).toBe(true);
  }
});

test('nothing is left out of a comment that just fits', () => {
  const body = new Markdown('x'.repeat(LIMIT - 'Verdict.\n\n\n'.length));
  const text = pullRequestComment(md`Verdict.`, [{ holds: md`all`, body }]);
  expect(text.length).toBe(LIMIT);
  expect(text).not.toContain('Left out');
});
