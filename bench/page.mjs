// The access review page of the synthetic company in a real browser: how large the file is, how long until somebody who
// opens it has the answer to a first filter, and what the browser holds in memory. The floor is a page that has the same
// text and does nothing but make a value of it. Run after `npm run build`; needs Chromium.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { writeCompany } from './company/documents.mjs';
import { shapeOf } from './company/shape.mjs';
import { SIZES } from './company/sizes.mjs';

const BYLAW = fileURLToPath(new URL('../dist/bylaw/main.js', import.meta.url));
const [size = 'medium', variant = 'union'] = process.argv.slice(2);
const LIMITS = { 'MB of the file': 8, 'seconds to the first filter': 2, 'MB in the browser': 300 };
const ROUNDS = 5;

const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
try {
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  writeCompany(workspace, shapeOf(SIZES[size]), variant);
  const file = join(folder, 'access.html');
  const { status, stderr } = spawnSync(
    process.execPath,
    [BYLAW, 'report', '--workspace', workspace, '--out', file],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`report ended with ${status}: ${stderr}`);
  console.error(`${size}, ${variant}: written`);
  const html = readFileSync(file, 'utf8');
  const data = /<script type="application\/json"[^>]*>([^<]*)<\/script>/.exec(html)?.[1];
  if (data === undefined) throw new Error('the page has no data');
  const floorFile = join(folder, 'floor.html');
  writeFileSync(
    floorFile,
    `<!doctype html><meta charset="utf-8"><title>floor</title><script id="data" type="application/json">${data}</script><h1></h1><script>window.value = JSON.parse(document.getElementById('data').textContent); document.querySelector('h1').textContent = 'read'</script>`,
  );
  const [page, floor] = [
    await best(`file://${file}`, firstFilter),
    await best(`file://${floorFile}`, headed),
  ];
  const measured = {
    'MB of the file': statSync(file).size / 1e6,
    'seconds to the first filter': page.ms / 1000,
    'MB in the browser': page.megabytes,
  };
  console.table(
    Object.entries(measured).map(([what, value]) => ({
      what,
      value: value.toFixed(2),
      limit: LIMITS[what],
      '': value <= LIMITS[what] ? 'ok' : 'TOO MUCH',
    })),
  );
  console.log(
    `the floor: ${(floor.ms / 1000).toFixed(2)} s and ${floor.megabytes.toFixed(0)} MB; the page takes ${(page.ms / floor.ms).toFixed(1)} times as long`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The best time of some rounds and the most memory, each in a browser of its own. */
async function best(address, wait) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await opened(address, wait));
  return {
    ms: Math.min(...rounds.map(({ ms }) => ms)),
    megabytes: Math.max(...rounds.map(({ megabytes }) => megabytes)),
  };
}

async function opened(address, wait) {
  const home = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', `--crash-dumps-dir=${home}`],
    env: { ...process.env, HOME: home },
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const begun = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await wait(page);
    const ms = performance.now() - begun;
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id));
    return { ms, megabytes: Math.max(...renderers) };
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What a process holds, its share of what it has in common with others, in MB. */
function residentOf(id) {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

async function headed(page) {
  await page.waitForSelector('h1:has-text("read")');
}

/** The list of people, narrowed to those who have one permission. */
async function firstFilter(page) {
  await page.waitForSelector('h1');
  await page.evaluate("location.hash = '#/acme/people'");
  await page.waitForSelector('#filter-permission');
  const all = await page.locator('[role=status]').textContent();
  const permission = await page.evaluate(
    "document.querySelector('#filter-permission')?.list?.options[5]?.value ?? ''",
  );
  if (permission === '') throw new Error('no permission is offered');
  await page.fill('#filter-permission', permission);
  await page.waitForFunction(
    (before) => document.querySelector('[role=status]')?.textContent !== before,
    all,
  );
}
