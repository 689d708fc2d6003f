import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packagesIn } from '../cdktf/app.ts';
import { temporary } from '../cdktf/stacks.ts';

const page = readFileSync('docs/cdktf.md', 'utf8');

it('what docs/cdktf.md shows can be written and run as it is shown', () => {
  const folder = temporary();
  packagesIn(folder);
  const programs: (readonly [file: string, text: string])[] = [];
  for (const [, text = ''] of page.matchAll(/^```(?:yaml|js)\n([\s\S]*?)^```/gm)) {
    const file = /^(?:#|\/\/) file: (\S+)/.exec(text)?.[1];
    if (file === undefined) throw new Error(`a snippet without a file:\n${text}`);
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
    if (file.endsWith('.mjs')) programs.push([file, text]);
  }
  expect(programs).toHaveLength(5);
  for (const [file, text] of programs) {
    const { status, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
    const fault = /\/\/ fails: (.*)$/m.exec(text)?.[1];
    if (fault === undefined) expect({ status, stderr }, file).toEqual({ status: 0, stderr: '' });
    else expect(stderr, file).toContain(fault);
  }
  const stack = JSON.parse(readFileSync(join(folder, 'cdktf.out/stacks/access/cdk.tf.json'), 'utf8'));
  expect(stack.import).toEqual([{ to: expect.stringMatching(/^bylaw_roster\.acme_/), id: 'acme' }]);
});

it('the page names all that is exported, and only files that are there', () => {
  const index = readFileSync('src/cdktf/index.ts', 'utf8');
  for (const [, name = ''] of index.matchAll(/blocks\/([a-z-]+)-block\.ts/g)) {
    const construct = name
      .split('-')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join('');
    expect(page).toContain(
      name.startsWith('data-') ? construct.replace('Data', 'DataBylaw') : `Bylaw${construct}`,
    );
  }
  for (const [, target = ''] of page.matchAll(/\]\(([^)#:]+)\)/g))
    expect(() => readFileSync(join('docs', target)), target).not.toThrow(/ENOENT/);
});
