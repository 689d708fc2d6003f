/** What takes secrets out of a crash is a file of its own in a package: with it they are hidden, without it nothing is told. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BUILT } from './stage.ts';

const SECRET = 'sesame-of-the-crash-1';

/** The program of a package as it is on the disk, with or without one of its files. */
function redactorOf(leaveOut: readonly string[]): (text: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-apart-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(BUILT, folder, { recursive: true });
  for (const file of leaveOut) rmSync(join(folder, file));
  vi.stubEnv('BYLAW_TOKEN', SECRET);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { withoutSecrets }: { readonly withoutSecrets: (text: string) => string } = createRequire(
    import.meta.url,
  )(join(folder, 'serve.cjs'));
  return withoutSecrets;
}

test('with it, the secret alone is taken out', () => {
  const redact = redactorOf([]);
  expect(redact(`lost ${SECRET}, and password=abc`)).toBe('lost ***, and password=***');
  expect(redact('lost nothing')).toBe('lost nothing');
});

test('without it, nothing of the text is told', () => {
  const redact = redactorOf(['error-redactor.cjs']);
  for (const text of [`lost ${SECRET}`, 'lost nothing', ''])
    expect(redact(text)).toBe('(not shown: what takes secrets out of it could not be loaded)');
});
