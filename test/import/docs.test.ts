import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TOKEN, workspaceOf } from '../command/workspaces.ts';
import { follow } from '../docs/transcript.ts';
import { startTestSandbox } from '../sandbox/start.ts';

const page = readFileSync('docs/import.md', 'utf8');

it('docs/import.md holds what it shows, step by step', async () => {
  const platform = await startTestSandbox({
    token: { value: TOKEN, name: 'bylaw' },
    organizations: [{ slug: 'acme', name: 'acme' }],
    seed: {
      organization: 'acme',
      members: [{ key: 'ada@acme.example' }, { key: 'bo@acme.example' }],
      groups: [{ slug: 'writers', name: 'writers', members: ['bo@acme.example'], roles: ['editor'] }],
      assignments: [{ principal: { type: 'member', name: 'ada@acme.example' }, roles: ['admin'] }],
    },
  });
  try {
    const here = (text: string): string => text.replaceAll('http://127.0.0.1:7070', platform.url);
    expect(await follow(page, workspaceOf({}), here)).toBe(7);
  } finally {
    await platform.close();
  }
});
