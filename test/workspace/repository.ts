import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Tests that need git say so in their name where it is not there. */
export const HAS_GIT = spawnSync('git', ['--version']).status === 0;

const AUTHOR = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@acme.example',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@acme.example',
};

/** A repository of git in a folder of its own, whose commits have the same names each time. */
export class Repository {
  readonly folder: string;
  #commits = 0;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'bylaw-base-'));
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    this.git('init', '-q', '-b', 'main');
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  write(files: Readonly<Record<string, string | null>>): this {
    for (const [file, text] of Object.entries(files)) {
      if (text === null) rmSync(this.path(file), { recursive: true });
      else {
        mkdirSync(dirname(this.path(file)), { recursive: true });
        writeFileSync(this.path(file), text);
      }
    }
    return this;
  }

  commit(files: Readonly<Record<string, string | null>> = {}): string {
    this.write(files);
    this.git('add', '-A');
    this.#commits += 1;
    this.git('commit', '-q', '--allow-empty', '-m', `${this.#commits}`);
    return this.git('rev-parse', 'HEAD');
  }

  #dates() {
    const date = `2027-01-01T00:00:${String(this.#commits).padStart(2, '0')}Z`;
    return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  }

  git(...words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('git', words, {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        LC_ALL: 'C',
        ...AUTHOR,
        ...this.#dates(),
      },
    });
    if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
    return stdout.trim();
  }
}
