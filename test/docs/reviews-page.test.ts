/** docs/reviews.md, followed step by step: what it says of reviews is what the commands say. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { organization, stageOf } from '../command/workspaces.ts';
import { follow, stepsOf } from './transcript.ts';

it('docs/reviews.md holds what it shows', async () => {
  const page = readFileSync('docs/reviews.md', 'utf8');
  const stage = await stageOf(organization(''));
  stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/http:[^"]+/, stage.platform.url));
  expect(await follow(page, stage, (text) => text)).toBe(11);
  // No block stands there that nobody follows.
  expect(page.match(/^```\w/gm)?.length).toBe(1 + page.split('```console').length - 1);
  expect(stepsOf(page).filter((step) => step.do === 'write').length).toBe(1);
});
