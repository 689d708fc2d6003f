// Point checks beside Cedar and Casbin (bench/peers/), which are installed on the first run: nothing else needs them. Where
// they cannot be had, it says so, and the other benches go on.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./peers/', import.meta.url));
const isThere = existsSync(`${folder}node_modules/casbin`);
const installed =
  isThere ||
  spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' }).status === 0;
if (!installed)
  console.log('Point checks beside Cedar and Casbin are left out: they could not be installed.');
else {
  const { status } = spawnSync(process.execPath, [`${folder}point-checks.mjs`, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
