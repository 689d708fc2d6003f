import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { organization } from '../command/workspaces.ts';
import { follow } from './transcript.ts';

const DOCUMENTS =
  'members:\n  ana@acme.example: { roles: [admin] }\n  bo@acme.example: { roles: [viewer] }\n';

it('docs/review.md holds what it shows', async () => {
  const page = readFileSync('docs/review.md', 'utf8');
  expect(await follow(page, organization(DOCUMENTS), (text) => text)).toBe(3);
});
