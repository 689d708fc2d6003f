/** SARIF as its own makers check it: a program of theirs, and none of ours. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { diagnosticsSarif } from '../../src/report/diagnostics/diagnostics-sarif.ts';
import { driftDiagnostics } from '../../src/report/drift/drift-diagnostics.ts';
import { jsonDocumentText } from '../../src/report/json/report-envelope.ts';
import { CODES, type TableCode } from '../../src/source/codes/codes.ts';
import { diagnostic } from '../../src/source/diagnostic.ts';
import { installedFromLock } from '../installed-from-lock.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { lumoauth } from './platforms.ts';
import { acme, beta, desiredOf, diagnostics, driftEntry, place, planned } from './scene.ts';
import { Side } from './side.ts';

const PACKAGE = '@microsoft/sarif-multitool';

/** What it finds in a file that is wrong, by its rules; of what could be better, nothing. */
function errorsOf(sarif: string): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-sarif-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [file, out] = [join(folder, 'given.sarif'), join(folder, 'found.sarif')];
  writeFileSync(file, sarif);
  const tool = installedFromLock(
    new URL('sarif-multitool/', import.meta.url),
    'sarif-multitool',
    `node_modules/${PACKAGE}`,
  );
  const scope = join(tool, 'node_modules', PACKAGE);
  // Packages are installed without their scripts, one of which lets the program run.
  chmodSync(join(`${scope}-${process.platform}`, 'Sarif.Multitool'), 0o755);
  const program = join(scope, 'bin.js');
  execFileSync(process.execPath, [program, 'validate', file, '--output', out, '--log', 'ForceOverwrite'], {
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
    stdio: 'pipe',
  });
  const { runs } = JSON.parse(readFileSync(out, 'utf8'));
  return runs[0].results.filter(({ level }: { readonly level?: string }) => level === 'error');
}

it('takes reports of drift, every code, and names that mean ill', () => {
  const live = HOSTILE_NAMES.reduce(
    (side, { name }, at) => side.group(`g${at}`, [], { title: name }).member(`${at}${name}`),
    new Side('acme', 'live').scope('acme', 'organization', 'Acme'),
  );
  const desired = new Side('acme', 'desired').scope('acme', 'organization', 'Acme');
  const plan = planned(desiredOf('acme', lumoauth, desired), live);
  const odd = HOSTILE_NAMES.map(({ name }) =>
    diagnostic('unknown-role', name, place(1, 1, `access/${name}.yaml`), {
      hint: name,
      related: [{ message: name, origin: place(2, 2, name) }],
    }),
  );
  const all = Object.keys(CODES).map((code) => diagnostic(code as TableCode, `It is ${code}.`, place(3, 3)));
  const drift = driftDiagnostics([
    driftEntry(acme),
    driftEntry(beta),
    { plan, findings: driftOf(plan), deeds: null },
  ]);
  const sarif = diagnosticsSarif([...diagnostics, ...drift, ...odd, ...all], { number: 1, count: 2 });
  expect(errorsOf(jsonDocumentText(sarif))).toEqual([]);
});

it('finds what is wrong, so that its silence says something', () => {
  const wrong = diagnosticsSarif([diagnostic('unknown-role', 'x', place(0, 1))]);
  expect(errorsOf(JSON.stringify(wrong))).not.toEqual([]);
});

it('a file has at most as many results as a scanner keeps, and the gravest are among them', () => {
  const many = Array.from({ length: 5_100 }, (_, at) =>
    diagnostic('no-previous-report', `${at}`, place(at + 1, 1)),
  );
  const grave = diagnostic('previous-report', 'grave', place(9_999, 1));
  const sarif = JSON.parse(JSON.stringify(diagnosticsSarif([...many, grave])));
  expect(sarif.runs[0].results).toHaveLength(5_000);
  expect(sarif.runs[0].results.at(-1)).toMatchObject({ ruleId: 'previous-report' });
});
