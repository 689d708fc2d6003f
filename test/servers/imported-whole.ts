/** An organization of a server that nobody here wrote, taken over: imported, and then nothing is to be done. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { EMBEDDED, run } from '../command/bylaw.ts';

export interface Imported {
  /** Runs a command in the workspace that the import made. */
  readonly bylaw: (...words: readonly string[]) => Promise<{ readonly status: number; readonly out: string }>;
}

/** Imports by the files that are shipped; an empty plan and no drift are part of it. */
export async function importedWhole(
  name: string,
  organization: string,
  url: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Imported> {
  const cwd = mkdtempSync(join(tmpdir(), `bylaw-${name}-`));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(`schemas/connectors/${name}.yaml`, join(cwd, `${name}.yaml`));
  const env = { ...process.env, ...secrets };
  const bylaw = async (...words: readonly string[]) => {
    const { status, out, err } = await run(words, { cwd, env });
    expect([words, err]).toEqual([words, '']);
    return { status: Number(status), out };
  };
  const words = ['--connector', `${name}.yaml`, '--platform', name, '--url', url];
  for (const command of [
    ['import', organization, ...words],
    ['check'],
    ['plan', ...EMBEDDED.words],
    ['drift'],
  ]) {
    const { status, out } = await bylaw(...command);
    expect([command, status === 0 ? '' : out]).toEqual([command, '']);
  }
  return { bylaw };
}
