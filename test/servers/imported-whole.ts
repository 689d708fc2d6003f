/** An organization of a server that nobody here wrote, taken over: imported, and then nothing is to be done. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { EMBEDDED, run } from '../command/bylaw.ts';

export interface Imported {
  /** Runs a command in the workspace that the import made. */
  readonly bylaw: (...words: readonly string[]) => Promise<{ readonly status: number; readonly out: string }>;
  /** Changes the document that has a text; one has to. */
  readonly edit: (was: string, now: string) => void;
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
  const edit = (was: string, now: string): void => {
    const files = readdirSync(join(cwd, 'access')).map((name) => join(cwd, 'access', name));
    const file = files.find((one) => readFileSync(one, 'utf8').includes(was));
    if (file === undefined) throw new Error(`no file has ${was}`);
    writeFileSync(file, readFileSync(file, 'utf8').replace(was, now));
  };
  return { bylaw, edit };
}
