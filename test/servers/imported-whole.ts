/** An organization of a server that nobody here wrote, taken over: imported, and then nothing is to be done. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { EMBEDDED, run } from '../command/bylaw.ts';
import { countingProxy } from './counting-proxy.ts';

export interface Imported {
  /** Runs a command in the workspace that the import made. */
  readonly bylaw: (...words: readonly string[]) => Promise<{ readonly status: number; readonly out: string }>;
  /** The document that has a text. */
  readonly document: (has: string) => string;
  /** Changes the document that has a text; one has to. */
  readonly edit: (was: string, now: string) => void;
  /** Where the workspace is. */
  readonly folder: string;
}

/**
 * Imports by the files that come with Bylaw, which the platform's name finds. An empty plan and no drift are part of it, and so is that the plan takes the
 * requests that `check` has told, counted at the wire.
 */
export async function importedWhole(
  name: string,
  organization: string,
  url: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Imported> {
  const cwd = mkdtempSync(join(tmpdir(), `bylaw-${name}-`));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const env = { ...process.env, ...secrets };
  const bylaw = async (...words: readonly string[]) => {
    const { status, out, err } = await run(words, { cwd, env });
    expect([words, err]).toEqual([words, '']);
    return { status: Number(status), out };
  };
  const wire = await countingProxy(url);
  const words = ['--platform', name, '--url', wire.url];
  const fine = async (...command: readonly string[]): Promise<string> => {
    const { status, out } = await bylaw(...command);
    expect([command, status === 0 ? '' : out]).toEqual([command, '']);
    return out;
  };
  await fine('import', organization, ...words);
  const { organizations } = JSON.parse(await fine('check', '--json'));
  const { cost } = organizations[0];
  wire.reset();
  await fine('plan', ...EMBEDDED.words);
  const sent = [...wire.requests()];
  expect(sent.length, `${JSON.stringify(cost)} and ${sent.join('\n')}`).toBe(cost.requests);
  await fine('drift');
  const fileWith = (text: string): string => {
    const files = readdirSync(join(cwd, 'access')).map((name) => join(cwd, 'access', name));
    const file = files.find((one) => readFileSync(one, 'utf8').includes(text));
    if (file === undefined) throw new Error(`no file has ${text}`);
    return file;
  };
  const edit = (was: string, now: string): void => {
    const file = fileWith(was);
    writeFileSync(file, readFileSync(file, 'utf8').replace(was, now));
  };
  return { bylaw, edit, document: (has) => readFileSync(fileWith(has), 'utf8'), folder: cwd };
}

/** The example of a product in a workspace of its own, for a server that runs. */
export async function exampleOf(
  name: string,
  url: string,
  secrets: Readonly<Record<string, string>>,
): Promise<Imported['bylaw']> {
  const cwd = mkdtempSync(join(tmpdir(), `bylaw-${name}-`));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  cpSync(join('examples', name), cwd, { recursive: true });
  const workspace = join(cwd, 'bylaw.yaml');
  const written = readFileSync(workspace, 'utf8');
  expect(written).toMatch(/^ {4}url: /m);
  writeFileSync(workspace, written.replace(/^( {4}url: ).*$/m, `$1${url}`));
  const env = { ...process.env, ...secrets };
  return async (...words) => {
    const { status, out, err } = await run(words, { cwd, env });
    expect([words, err]).toEqual([words, '']);
    return { status: Number(status), out };
  };
}
