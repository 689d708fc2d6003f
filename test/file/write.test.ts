/** What is written is whole, or what was there before: also where the disk takes only a part. */
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readWholeFile } from '../../src/file/read-file.ts';
import { stageFile, writeResult } from '../../src/file/write-file.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bylaw-file-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

describe('a file beside its place', () => {
  it('replaces what is there, or appears where nothing is', () => {
    const here = folder();
    const file = join(here, 'a');
    stageFile(file, 'one').appear();
    expect(() => stageFile(file, 'two').appear()).toThrow('EEXIST');
    expect(readFileSync(file, 'utf8')).toBe('one');
    stageFile(file, ['th', 'ree']).replace();
    expect(readFileSync(file, 'utf8')).toBe('three');
    expect(readdirSync(here)).toEqual(['a']);
  });

  it('is not there yet, and goes when it is given up', () => {
    const here = folder();
    const stagedFile = stageFile(join(here, 'a'), Buffer.from('ä'.repeat(100_000)));
    expect(readdirSync(here)).toEqual([expect.stringMatching(/^\.bylaw-.*\.tmp$/)]);
    stagedFile.discard();
    expect(readdirSync(here)).toEqual([]);
  });

  it('leaves nothing when its content ends in a fault', () => {
    const here = folder();
    writeFileSync(join(here, 'a'), 'old');
    function* content() {
      yield 'half';
      throw new Error('no more');
    }
    expect(() => stageFile(join(here, 'a'), content())).toThrow('no more');
    expect(readdirSync(here)).toEqual(['a']);
    expect(readFileSync(join(here, 'a'), 'utf8')).toBe('old');
  });
});

describe('a result', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['a link', (file) => symlinkSync('elsewhere', file), /it is a link/],
    ['a folder', (file) => mkdirSync(file), /it is a folder/],
    [
      'a file of the workspace under another name',
      (file) => linkSync(join(file, '../source'), file),
      /it exists already, and Bylaw did not write it/,
    ],
  ])('is not written over %s', (_what, prepare, reason) => {
    const here = folder();
    const source = join(here, 'source');
    writeFileSync(source, 'source');
    const file = join(here, 'out');
    prepare(file);
    const written = writeResult(file, 'result', { sources: [source] });
    expect(written.diagnostics.map(({ code }) => code)).toEqual(['file-unwritable']);
    expect(written.diagnostics[0]?.message).toMatch(reason);
    expect(readFileSync(source, 'utf8')).toBe('source');
    expect(readdirSync(here).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is not written over a document, whether a workspace reads it or not', () => {
    const here = folder();
    for (const name of ['a.yaml', 'b.YML']) {
      const file = join(here, name);
      writeFileSync(file, 'a document');
      expect(writeResult(file, 'result').ok).toBe(false);
      expect(readFileSync(file, 'utf8')).toBe('a document');
    }
    expect(writeResult(join(here, 'new.yaml'), 'result').ok).toBe(true);
  });

  it('keeps the mode of what was there, unless it has one of its own', () => {
    const file = join(folder(), 'out');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    expect(writeResult(file, 'new').ok).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(writeResult(file, 'secret', { mode: 0o600 }).ok).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes behind a link to a folder, and leaves the link', () => {
    const here = folder();
    mkdirSync(join(here, 'real'));
    symlinkSync('real', join(here, 'link'));
    expect(writeResult(join(here, 'link/out'), 'new').ok).toBe(true);
    expect(readlinkSync(join(here, 'link'))).toBe('real');
    expect(readFileSync(join(here, 'real/out'), 'utf8')).toBe('new');
  });
});

describe('a file is read', () => {
  it('whole, also where its size is said to be nothing', () => {
    const file = join(folder(), 'a');
    writeFileSync(file, '');
    expect(readWholeFile(file)).toMatchObject({ ok: true, value: Buffer.alloc(0) });
    writeFileSync(file, 'ä'.repeat(200_000));
    const read = readWholeFile(file);
    expect(read.ok && read.value.toString('utf8')).toBe('ä'.repeat(200_000));
    const status = readWholeFile('/proc/self/status');
    if (process.platform === 'linux') expect(status.ok && status.value.toString('utf8')).toContain('Pid:');
  });

  it('up to its limit and not a byte more', () => {
    const file = join(folder(), 'a');
    writeFileSync(file, '12345');
    expect(readWholeFile(file, { limit: 5 }).ok).toBe(true);
    expect(readWholeFile(file, { limit: 4 }).diagnostics.map(({ code }) => code)).toEqual(['file-too-large']);
  });
});
