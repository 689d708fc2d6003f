// A workspace of many organizations, checked whole and in shards: CPU and memory of whole processes.
// `node bench/shards.mjs 1000 8` measures so many organizations in so many shards.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processFigures } from './process-figures.mjs';

const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const [organizations = 1000, count = 8] = process.argv.slice(2).map(Number);
const PEOPLE = 50;

function documentOf(name) {
  const people = Array.from({ length: PEOPLE }, (_, n) => `person${n}@${name}.example`);
  const groups = Array.from({ length: 10 }, (_, n) => {
    const inside = people.filter((_, at) => at % 10 === n || at % 7 === n);
    return `  group-${n}: { title: Group ${n}, members: [${inside.join(', ')}], roles: [viewer] }`;
  });
  return `apiVersion: bylaw/v1
kind: Organization
name: ${name}
platform: lumoauth
authority: full
members:
${people.map((one, at) => `  ${one}:${at < 2 ? ' { roles: [admin] }' : ''}`).join('\n')}
groups:
${groups.join('\n')}
`;
}

const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
try {
  mkdirSync(join(folder, 'access'));
  const names = Array.from({ length: organizations }, (_, n) => `org-${String(n).padStart(5, '0')}`);
  for (const name of names) writeFileSync(join(folder, 'access', `${name}.yaml`), documentOf(name));
  const connected = names.map(
    (name) => `  ${name}: { connector: access-api, url: "https://${name}.example" }`,
  );
  writeFileSync(
    join(folder, 'bylaw.yaml'),
    `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n${connected.join('\n')}\n`,
  );
  const measure = (...words) => processFigures([BYLAW, 'check', '--workspace', folder, ...words]);
  const whole = measure();
  const parts = Array.from({ length: count }, (_, at) => measure('--shard', `${at + 1}/${count}`));
  const most = (key) => Math.max(...parts.map((part) => part[key]));
  const sum = parts.reduce((all, { cpu }) => all + cpu, 0);
  console.log(`${organizations} organizations of ${PEOPLE} people, ${count} shards`);
  console.log(`whole:          ${whole.cpu.toFixed(1)} s of CPU, ${whole.mb.toFixed(0)} MB`);
  console.log(`largest shard:  ${most('cpu').toFixed(1)} s of CPU, ${most('mb').toFixed(0)} MB`);
  console.log(`all shards:     ${sum.toFixed(1)} s of CPU`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
