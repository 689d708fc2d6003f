import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { MAIN } from '../command/bylaw.ts';
import { TOKEN, workspaceOf } from '../command/workspaces.ts';
import { startTestSandbox } from '../sandbox/start.ts';

const page = readFileSync('docs/import.md', 'utf8');

function pattern(shown: string): RegExp {
  const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const lines = shown.trimEnd().split('\n');
  return new RegExp(
    `^${lines.map((line) => (line === '…' ? '(?:.*\\n)*?' : `${literally(line)}\\n`)).join('')}$`,
  );
}

it('docs/import.md holds what it shows, step by step', { timeout: 120_000 }, async () => {
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
    const { folder, environment } = workspaceOf({});
    const bin = join(folder, '..', 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'bylaw'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
    chmodSync(join(bin, 'bylaw'), 0o755);
    const env = { ...environment, PATH: `${bin}${delimiter}${environment.PATH ?? ''}` };
    let commands = 0;
    for (const [, body] of page.matchAll(/^```console\n([\s\S]*?)^```/gm)) {
      for (const [, command = '', shown = ''] of (body ?? '').matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)) {
        const here = command.replaceAll('http://127.0.0.1:7070', platform.url);
        const said = await new Promise<string>((resolve) => {
          execFile('sh', ['-c', here], { cwd: folder, env }, (_error, stdout, stderr) =>
            resolve(stdout + stderr),
          );
        });
        expect(said === '' ? '\n' : `${said.trimEnd()}\n`, `$ ${command}`).toMatch(pattern(shown));
        commands += 1;
      }
    }
    expect(commands).toBe(7);
  } finally {
    await platform.close();
  }
});
