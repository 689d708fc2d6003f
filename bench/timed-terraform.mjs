import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A terraform that is the real one and writes down how long it took; null where there is none. */
export function timedTerraform(folder) {
  let real;
  try {
    real = execFileSync('sh', ['-c', 'command -v terraform || command -v tofu'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const log = join(folder, 'terraform.ms');
  const wrapper = join(bin, 'terraform');
  writeFileSync(
    wrapper,
    `#!/bin/sh\nbegun=$(date +%s%N)\n"${real}" "$@"\nstatus=$?\necho $(( ($(date +%s%N) - begun) / 1000000 )) >> "${log}"\nexit $status\n`,
  );
  chmodSync(wrapper, 0o755);
  return { bin, log };
}

/** Milliseconds inside terraform, of all runs that the log has. */
export function timeInside({ log }) {
  const runs = readFileSync(log, 'utf8').trim().split('\n').filter(Boolean);
  return runs.reduce((sum, text) => sum + Number(text), 0);
}
