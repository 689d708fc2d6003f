/** docs/drift.md is followed step by step, on a platform where Eve was invited behind everybody's back. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { meddle } from '../command/live.ts';
import { organization, stageOf } from '../command/workspaces.ts';
import { follow } from './transcript.ts';

it('docs/drift.md holds what it shows', async () => {
  const stage = await stageOf(organization(''), {
    seed: {
      organization: 'acme',
      members: [{ key: 'ana@acme.example' }, { key: 'bo@acme.example' }],
      groups: [{ slug: 'qa', name: 'QA', members: ['bo@acme.example'], roles: ['editor'] }],
      assignments: [{ principal: { type: 'member', name: 'ana@acme.example' }, roles: ['admin'] }],
    },
  });
  await meddle(stage, 'POST', '/members', { key: 'eve@evil.example' });
  stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/http:[^"]+/, stage.platform.url));
  expect(await follow(readFileSync('docs/drift.md', 'utf8'), stage, (text) => text)).toBe(4);
  expect(stage.read('drift.html')).toContain('<!doctype html>');
});
