/**
 * A page as a newcomer would follow it: files are written as shown, commands typed as shown, and the output must be as
 * shown, where `…` stands for anything within a line and, alone on a line, for any lines.
 */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { MAIN } from '../command/bylaw.ts';
import type { Workspace } from '../command/workspaces.ts';
import { terraform } from '../terraform/available.ts';

export type Step =
  | { readonly do: 'write'; readonly file: string; readonly text: string }
  | { readonly do: 'run'; readonly command: string; readonly shown: string };

/** Files are YAML blocks that begin with `# file: NAME`; commands stand behind `$` in blocks marked `console`. */
export function stepsOf(page: string): readonly Step[] {
  const found: Step[] = [];
  for (const [, language, text = ''] of page.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)) {
    const file = /^# file: (\S+)/.exec(text)?.[1];
    if (language === 'yaml' && file !== undefined) found.push({ do: 'write', file, text });
    if (language !== 'console') continue;
    for (const [, command = '', shown = ''] of text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)) {
      found.push({ do: 'run', command, shown });
    }
  }
  return found;
}

/** What a command said, with one line end at its end, is held against this. */
export function asShown(shown: string): RegExp {
  const literally = (text: string): string =>
    text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*');
  const lines = shown.trimEnd().split('\n');
  const source = lines.map((line) => (line === '…' ? '(?:.*\\n)*?' : `${literally(line)}\\n`)).join('');
  return new RegExp(`^${source}$`);
}

/** As `asShown` wants it. */
export function ended(said: string): string {
  return said === '' ? '\n' : `${said.trimEnd()}\n`;
}

const TOOLS = ['cat', 'cp', 'curl', 'env', 'git', 'mkdir', 'sed', 'sh'];

/**
 * Follows a page in a workspace's folder, with `bylaw`, what a shell needs, and terraform where there is one on its
 * PATH, and nothing else. `here` says what this machine has in place of what is written. Returns how many commands ran.
 */
export async function follow(
  page: string,
  workspace: Workspace,
  here: (text: string) => string,
): Promise<number> {
  const { folder, environment } = workspace;
  const bin = join(folder, '..', 'bin');
  mkdirSync(bin);
  const programs = {
    bylaw: `"${process.execPath}" "${MAIN}"`,
    ...(terraform && { terraform: terraform.path }),
  };
  for (const [name, program] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${program} "$@"\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of TOOLS) {
    const place = ['/bin', '/usr/bin'].find((of) => existsSync(join(of, name)));
    symlinkSync(join(place ?? '/bin', name), join(bin, name));
  }
  const env = { ...environment, PATH: bin };
  let commands = 0;
  for (const step of stepsOf(page)) {
    if (step.do === 'write') {
      mkdirSync(join(folder, dirname(step.file)), { recursive: true });
      writeFileSync(join(folder, step.file), here(step.text));
      continue;
    }
    const said = await new Promise<string>((resolve) => {
      execFile('/bin/sh', ['-c', here(step.command)], { cwd: folder, env }, (_error, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
    expect(ended(said), `$ ${step.command}`).toMatch(asShown(here(step.shown)));
    commands += 1;
  }
  return commands;
}
