/** An example as it is shipped, in a folder of its own, with the server that runs in place of the one that it names. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { run } from '../command/bylaw.ts';

export interface ExampleWorkspace {
  readonly bylaw: (...words: readonly string[]) => Promise<{ readonly status: number; readonly out: string }>;
  /** Changes the document; it has the text. */
  readonly edit: (was: string, now: string) => void;
  /** Another document in its place, or in another file. */
  readonly write: (text: string, at?: string) => void;
}

export function shippedExample(
  name: string,
  document: string,
  url: string,
  secrets: Readonly<Record<string, string>>,
): ExampleWorkspace {
  const cwd = mkdtempSync(join(tmpdir(), `bylaw-${name}-`));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(`examples/${name}`, cwd, { recursive: true });
  const workspace = join(cwd, 'bylaw.yaml');
  const named = readFileSync(workspace, 'utf8').replace(/url: \S+/, `url: ${url}`);
  writeFileSync(workspace, named);
  const file = join(cwd, document);
  return {
    bylaw: async (...words) => {
      const { status, out, err } = await run(words, { cwd, env: { ...process.env, ...secrets } });
      expect([words, err]).toEqual([words, '']);
      return { status: Number(status), out };
    },
    edit: (was, now) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes(was)) throw new Error(`${document} has no ${was}`);
      writeFileSync(
        file,
        text.replace(was, () => now),
      );
    },
    write: (text, at = document) => writeFileSync(join(cwd, at), text),
  };
}
