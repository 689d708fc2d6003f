/** The report of drift as a page, in a real browser: it loads nothing, runs nothing, and everybody can read it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgeDrift } from '../../src/plan/drift/acknowledged-drift.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { factName } from '../../src/plan/drift/fact-name.ts';
import type { DriftEntry } from '../../src/report/drift/drift-entry.ts';
import { driftHistory } from '../../src/report/drift/drift-history.ts';
import { driftHtml } from '../../src/report/drift/page/drift-page.ts';
import { itWithChromium, type OpenedBrowser, openBrowser } from '../page/chromium.ts';
import { browserPath } from '../page/chromium-path.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { lumoauth } from './platforms.ts';
import { acme, beta, desiredOf, diagnostics, driftEntry, place, planned, still } from './scene.ts';
import { Side } from './side.ts';

let browser: OpenedBrowser | null = null;
const folder = mkdtempSync(join(tmpdir(), 'bylaw-drift-page-'));
beforeAll(async () => {
  if (browserPath !== null) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** With all that a report can show: what is new, there since, recovered, not seen, known, and who did it. */
function everything(): readonly DriftEntry[] {
  const entry = driftEntry(acme);
  const [first, second, third] = entry.findings;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no drift');
  const reported = (what: string, fact: string) => ({
    kind: 'added' as const,
    fact,
    what,
    live: null,
    contradicts: place(6, 3),
    firstSeenAt: '2026-05-01T06:00:00Z',
  });
  const before = entry.findings.slice(0, 9).map((one) => ({
    ...reported(one.what, factName(one)),
    kind: one.kind,
    live: one.live,
  }));
  const previous = {
    organization: 'acme',
    platform: 'lumoauth',
    readAt: '2026-06-14T06:00:00Z',
    findings: [...before, reported('group old is live and not written', 'group:acme/old')],
  };
  const effect = third.effect ?? { gained: [], lost: [] };
  const grants = [...effect.gained, ...effect.lost];
  const acknowledged = acknowledgeDrift(entry.findings, [
    {
      name: 'the migration',
      origin: place(5, 3, 'access/rules.yaml'),
      fact: factName(third),
      kind: third.kind,
      live: third.live,
      people: grants.map(({ member }) => member),
      permissions: grants.map(({ permission }) => permission),
      scopes: grants.map(({ scope }) => scope),
      reason: 'OPS-12, until the old system is gone',
      owner: 'group:admins',
      until: '2026-12-31',
    },
  ]);
  const sources = [{ from: 'audit-log', state: 'read', since: null, keepsDays: 180 }] as const;
  const history = driftHistory(entry.findings, previous, undefined);
  return [{ ...entry, acknowledged, history, sources }, driftEntry(beta), driftEntry(still)];
}

async function opened(html: string, settings = {}) {
  if (browser === null) throw new Error('no browser');
  const file = join(folder, `${createHash('sha256').update(html).digest('hex').slice(0, 8)}.html`);
  writeFileSync(file, html);
  const shown = await browser.page(settings);
  await shown.page.goto(`file://${file}`);
  return shown;
}

it('the policy of the page lets a browser take its style, and nothing else', () => {
  const html = driftHtml(everything(), { diagnostics });
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  expect(html).not.toMatch(/<script|<link|<img|\ssrc=|\sstyle=|\son[a-z]+=|javascript:/i);
});

describe('the page', () => {
  itWithChromium('is accessible in light and dark, asks for nothing and says no error', async () => {
    for (const dark of [false, true]) {
      const { page, asked, said } = await opened(driftHtml(everything(), { diagnostics }), { dark });
      await page.evaluate(axe.source);
      const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
        'axe.run().then(({ violations }) => violations)',
      );
      expect(found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      // Its style is taken: a page without one has no colours of its own.
      expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
      expect([asked, said]).toEqual([[], []]);
    }
  });

  itWithChromium('fits a phone', async () => {
    const { page } = await opened(driftHtml(everything(), { diagnostics }), { width: 390 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  itWithChromium('is told by headings, each below its own', async () => {
    const { page } = await opened(driftHtml(everything(), { diagnostics }));
    const headings = await page.$$eval('h1, h2, h3', (all) =>
      all.map((one) => `${one.tagName} ${one.textContent?.replace(/[:(].*/, '').trim()}`),
    );
    expect(headings.slice(0, 7)).toEqual([
      'H1 Drift of 3 organizations',
      'H2 acme',
      'H3 Effective access, against the documents',
      'H3 New',
      'H3 Still there',
      'H3 Acknowledged',
      'H3 Recovered',
    ]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the report');
  });

  itWithChromium('shows hostile names as text, and makes nothing of them', async () => {
    const side = (which: 'desired' | 'live') =>
      new Side('acme', which).scope('acme', 'organization', 'Acme').member('ana@acme.com');
    const live = HOSTILE_NAMES.reduce(
      (made, { name }, at) => made.group(`g${at}`, ['ana@acme.com'], { title: name }).member(`${at}${name}`),
      side('live'),
    );
    const desired = HOSTILE_NAMES.reduce(
      (made, _, at) => made.group(`g${at}`, ['ana@acme.com'], { title: 'x' }),
      side('desired'),
    );
    const plan = planned(desiredOf('acme', lumoauth, desired), live);
    const findings = driftOf(plan);
    const deed = { at: '2026-01-01T00:00:00Z', action: '<b>x</b>', address: null, entry: null };
    const deeds = new Map(findings.map((one) => [one, [{ ...deed, actor: one.what }] as const]));
    const { page, asked, said } = await opened(driftHtml([{ plan, findings, deeds }]));
    const tags = await page.$$eval('body *', (all) => [...new Set(all.map(({ tagName }) => tagName))].sort());
    const OURS =
      'A BDI BR CODE DD DIV DL DT FOOTER H1 H2 H3 H4 HEADER LI MAIN OL P SECTION SPAN STRONG UL'.split(' ');
    expect(tags.filter((tag) => !OURS.includes(tag))).toEqual([]);
    const text = (await page.textContent('body')) ?? '';
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(text).toContain('<img src=x onerror=alert(1)>');
    expect([asked, said]).toEqual([[], []]);
  });

  itWithChromium('of five thousand findings opens, and says how many it leaves out', async () => {
    const live = Array.from({ length: 5_000 }, (_, at) => `person-${at}@evil.example`).reduce(
      (side, one) => side.member(one),
      new Side('acme', 'live').scope('acme', 'organization', 'Acme'),
    );
    const desired = new Side('acme', 'desired').scope('acme', 'organization', 'Acme');
    const plan = planned(desiredOf('acme', lumoauth, desired), live);
    const { page } = await opened(driftHtml([{ plan, findings: driftOf(plan), deeds: new Map() }]));
    expect(await page.textContent('header')).toContain('5000 facts drifted');
    expect(await page.textContent('main')).toContain('… and 3000 more. The JSON report holds all of them.');
  });
});
