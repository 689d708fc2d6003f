import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type GithubStandIn, startGithubStandIn } from '../../src/sandbox/github/github-stand-in.ts';
import { SMALL_SEED } from '../sandbox/github/open-github-stand-in.ts';
import { run } from './bylaw.ts';
import { workspaceOf } from './workspaces.ts';

const TOKEN = 'ghp_of_the_owner';
const SEED = { ...SMALL_SEED, tokens: [{ value: TOKEN, login: 'octavia', scopes: ['admin:org', 'repo'] }] };

async function standIn(): Promise<GithubStandIn> {
  const found = await startGithubStandIn({ seed: SEED });
  onTestFinished(() => found.close());
  return found;
}

test('a command that reads keeps answers beside the workspace, unless it is told not to', async () => {
  const github = await standIn();
  const { folder } = workspaceOf({});
  const answers = join(folder, 'here/.bylaw/answers');
  const surroundings = { cwd: folder, env: { ...process.env, GITHUB_TOKEN: TOKEN } };
  const spent = async (...words: readonly string[]) => {
    const before = github.restCount().spent;
    const { status, out, err } = await run(words, surroundings);
    expect(`${out}${err}`).not.toContain(TOKEN);
    return [status, github.restCount().spent - before];
  };
  const first = ['import', 'acme', '--from', 'github', '--url', github.url, '--directory', 'here'];
  const [status, all] = await spent(...first, '--diff');
  expect([status, existsSync(join(folder, 'here'))]).toEqual([2, false]);
  expect(await spent(...first)).toEqual([0, all]);
  expect(readdirSync(answers)).toHaveLength(1);
  const plan = ['plan', '--workspace', 'here', '--engine', 'embedded'];
  expect(await spent(...plan)).toEqual([0, 0]);
  expect(await spent(...plan, '--no-cache')).toEqual([0, all]);
  expect(await spent('drift', '--workspace', 'here')).toEqual([0, expect.any(Number)]);
  expect(await spent('import', '--workspace', 'here')).toEqual([0, 0]);
});
