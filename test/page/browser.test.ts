/** The page in a real browser: what it shows is what JSON and CSV say, and everybody can use it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewReport } from '../../src/report/review/review-json.ts';
import { exampleOf, organization, type Workspace, workspaceOf } from '../command/workspaces.ts';
import { DENYING_BROKER } from '../platform/parameters.ts';
import { itWithChromium, type OpenedBrowser, openBrowser } from './chromium.ts';
import { browserPath } from './chromium-path.ts';

const AT = ['--at', '2026-06-15T12:00:00Z'];

let browser: OpenedBrowser | null = null;
beforeAll(async () => {
  if (browserPath !== null) browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
});

interface Shown {
  readonly page: Page;
  readonly asked: readonly string[];
  readonly said: readonly string[];
}

async function written(workspace: Workspace, ...words: readonly string[]): Promise<string> {
  const { status, err } = await workspace.run('report', ...AT, '--out', 'access.html', ...words);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return `file://${join(workspace.folder, 'access.html')}`;
}

async function shown(address: string, view: string, settings = {}): Promise<Shown> {
  if (browser === null) throw new Error('no browser');
  const opened = await browser.page(settings);
  await opened.page.goto(`${address}#/acme/${view}`);
  await opened.page.waitForSelector('h1');
  return opened;
}

async function reportOf(workspace: Workspace): Promise<ReviewReport> {
  return JSON.parse((await workspace.run('report', ...AT, '--json')).out);
}

/** Texts of the cells of each row that is drawn. */
const cells = (page: Page): Promise<string[][]> =>
  page.$$eval('tbody tr:not(.space)', (rows) =>
    rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
  );

const VIEWS = [
  'overview',
  'people',
  'groups',
  'scopes',
  'roles',
  'grants',
  'dates',
  'exceptions',
  'person/dan%40acme.example',
  'group/acme%2Fengineering',
  'scope/acme',
  'role/editor',
  'why/dan%40acme.example/documents%3Awrite/acme',
  'person/nobody',
  'why/dan%40acme.example',
];

describe('every view', () => {
  itWithChromium('is accessible, in light and dark, asks for nothing and runs without an error', async () => {
    const address = await written(exampleOf('lumoauth'));
    for (const dark of [false, true]) {
      const { page, asked, said } = await shown(address, 'overview', { dark });
      await page.evaluate(axe.source);
      for (const view of VIEWS) {
        await page.evaluate(`location.hash = '#/acme/${view}'`);
        await page.waitForTimeout(50);
        const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
          'axe.run().then(({ violations }) => violations)',
        );
        expect(found.map(({ id, nodes }) => [view, id, nodes.map(({ html }) => html)])).toEqual([]);
      }
      expect([asked, said]).toEqual([[], []]);
    }
  });

  itWithChromium('fits a phone: nothing but tables and pictures is wider than the screen', async () => {
    const address = await written(exampleOf('lumoauth'));
    for (const view of VIEWS) {
      const { page } = await shown(address, view, { width: 390 });
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 390]);
      await page.close();
    }
  });
});

describe('a link that was cut, or is of another day', () => {
  itWithChromium('says what there is not, and answers nothing else', async () => {
    const address = await written(exampleOf('lumoauth'));
    const heads = {
      'why/dan%40acme.example': 'There is no permission',
      'why/dan%40acme.example/documents%3Awrite': 'There is no scope',
      'why/dan%40acme.example/documents%3Awrite/acme%2Fgone': 'There is no scope acme/gone',
      'why/nobody/documents%3Awrite/acme': 'There is no person nobody',
      'group/acme%2Fgone': 'There is no group acme/gone',
      'role/gone': 'There is no role gone',
    };
    for (const [view, head] of Object.entries(heads)) {
      const { page } = await shown(address, view);
      expect([view, (await page.textContent('h1'))?.trim()]).toEqual([view, head]);
      await page.close();
    }
  });
});

/** As the page writes it. */
const shownCell = (cell: unknown): string =>
  cell === null
    ? ''
    : typeof cell === 'number'
      ? cell.toLocaleString('en')
      : String(cell).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC');

describe('what is shown', () => {
  itWithChromium('says with a permission for which texts it does not hold', async () => {
    const workspace = workspaceOf({
      'bylaw.yaml':
        'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [acme.yaml]\nplatforms: [broker.yaml]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
      'broker.yaml': DENYING_BROKER,
      'acme.yaml':
        'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: broker\nmembers:\n  ada: { roles: [admin, no-vault] }\n  bo: { roles: [admin] }\nroles:\n  no-vault: { permissions: [], denies: ["hosts:write!vault"] }\n',
    });
    const address = await written(workspace);
    const person = (await shown(address, 'person/ada')).page;
    const chips = await person.$$eval('.chip', (links) => links.map((one) => one.textContent));
    expect(chips).toContain('hosts:write, not for vault');
    expect(chips).toContain('hosts:read');
    const why = (await shown(address, 'why/ada/hosts%3Awrite/acme')).page;
    expect(await why.textContent('main')).toContain(', not for vault');
    const people = (await shown(address, 'people?permission=hosts%3Awrite&scope=acme')).page;
    expect((await cells(people)).map((row) => [row.at(0), row.at(-1)])).toEqual([
      ['ada', 'vault'],
      ['bo', ''],
    ]);
    // All can do is what nothing is taken from: no column that is empty.
    const readers = (await shown(address, 'people?permission=hosts%3Aread&scope=acme')).page;
    expect(await readers.$$eval('thead th', (heads) => heads.map((one) => one.textContent))).not.toContain(
      'Not for',
    );
    const [download] = await Promise.all([people.waitForEvent('download'), people.click('text=Export CSV')]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /^organization,person,.*,except\nacme,ada,.*,vault\n/,
    );
    for (const page of [person, why, people, readers]) await page.close();
  });

  itWithChromium('is what JSON and CSV say, cell by cell', async () => {
    const workspace = exampleOf('lumoauth');
    const [address, report] = [await written(workspace), await reportOf(workspace)];
    const [acme] = report.organizations;
    if (acme === undefined) throw new Error('no organization');
    const { page } = await shown(address, 'overview');
    for (const [key, number] of Object.entries(acme.totals)) {
      const card = page.locator(`[data-total=${key}] strong`);
      if ((await card.count()) > 0) expect([key, await card.textContent()]).toEqual([key, shownCell(number)]);
    }
    for (const [name, rows] of Object.entries(acme.tables)) {
      const table = (await shown(address, name)).page;
      expect([name, await cells(table)]).toEqual([
        name,
        rows.map((row) => Object.values(row).map(shownCell)),
      ]);
      const { out } = await workspace.run('report', ...AT, '--format', 'csv', '--table', name);
      expect(out.trimEnd().split('\n')).toHaveLength(rows.length + 1);
      await table.close();
    }
  });

  itWithChromium('narrowed by permission, scope, role and text is what the engine answers', async () => {
    const workspace = exampleOf('lumoauth');
    const address = await written(workspace);
    const people = async (query: string): Promise<readonly string[]> => {
      const { page } = await shown(address, `people?${query}`);
      const names = (await cells(page)).map(([name = '']) => name);
      const told = await page.locator('[role=status]').textContent();
      expect(told?.replace(/\D.*/, '')).toBe(String(names.length));
      await page.close();
      return names;
    };
    const who = async (permission: string): Promise<readonly string[]> => {
      const { out } = await workspace.run('access', 'who', permission, 'acme', '--json', ...AT);
      return JSON.parse(out).people.map(({ member }: { readonly member: string }) => member);
    };
    for (const permission of ['documents:write', 'roles:assign', 'users:delete']) {
      expect(await people(`permission=${permission}&scope=acme`)).toEqual(await who(permission));
      expect(await people(`permission=${permission}`)).toEqual(await who(permission));
    }
    expect(await people('role=admin')).toEqual(['ada@acme.example', 'ben@acme.example']);
    expect(await people('role=admin&through=group')).toEqual([]);
    expect(await people('text=DAN%20acme')).toEqual(['dan@acme.example']);
    expect(await people('text=nobody')).toEqual([]);
  });

  itWithChromium('is exported as it is narrowed, as the command line writes it', async () => {
    const workspace = exampleOf('lumoauth');
    const { page } = await shown(await written(workspace), 'people');
    await page.fill('#filter-permission', 'documents:write');
    await page.waitForFunction('location.hash.includes("permission=documents")');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=Export CSV')]);
    expect(download.suggestedFilename()).toBe('acme-people.csv');
    const all = (await workspace.run('report', ...AT, '--format', 'csv')).out.split('\n');
    const names = (await cells(page)).map(([name]) => name);
    const kept = all.filter((line, at) => at === 0 || names.includes(line.split(',')[1]));
    expect(
      readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\n'),
    ).toEqual(kept);
  });

  itWithChromium('why: every path with its line, as bylaw access why tells it', async () => {
    const workspace = exampleOf('lumoauth');
    const asked = ['dan@acme.example', 'documents:write', 'acme'];
    const { page } = await shown(await written(workspace), `why/${asked.map(encodeURIComponent).join('/')}`);
    const { out } = await workspace.run('access', 'why', ...asked, '--json', ...AT);
    const places = JSON.parse(out).paths.flatMap(
      ({
        steps,
      }: {
        readonly steps: readonly { readonly origin: { readonly from: string; readonly text: string } }[];
      }) => steps.filter(({ origin }) => origin.from === 'file').map(({ origin }) => origin.text),
    );
    expect(places.length).toBeGreaterThan(3);
    expect(await page.locator('.steps .place').allTextContents()).toEqual(places);
    expect(await page.locator('svg[role=img] title').first().textContent()).toContain('dan@acme.example');
  });

  itWithChromium('can be gone through by keys', async () => {
    const { page } = await shown(await written(exampleOf('lumoauth')), 'people');
    await page.locator('section.table').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.kicker');
    expect(await page.locator('h1').textContent()).toBe('ben@acme.example');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  });
});

describe('names that mean harm', () => {
  itWithChromium('are text, and nothing else', async () => {
    const name = '</script><img src=x onerror=document.title=1>=HYPERLINK("x")';
    const workspace = organization(
      `members:\n  ana@acme.example: { roles: [admin] }\ngroups:\n  ops:\n    title: "${name.replaceAll('"', '\\"')}"\n    members: [ana@acme.example]\n`,
    );
    const { page, said } = await shown(await written(workspace), 'groups');
    expect(await page.locator('img').count()).toBe(0);
    expect((await cells(page))[0]?.[1]).toBe('</script><img src=x onerror=document.title=1>=HYPERLINK("x")');
    expect(said).toEqual([]);
  });
});

describe('what is written where', () => {
  it.each([
    ['access.html', /^<!doctype html>/],
    ['people.CSV', /^organization,person,/],
    ['access.json', /"command": "report"/],
    ['access.md', /^\*\*Access review of 1 organization/],
  ])('%s', async (file, begins) => {
    const workspace = exampleOf('lumoauth');
    const { status, out } = await workspace.run('report', '--out', file);
    expect([status, out]).toEqual([
      0,
      expect.stringContaining('acme: 21 people, 2 can do everything somewhere'),
    ]);
    expect(workspace.read(file)).toMatch(begins);
  });

  it.each([
    [['--out', 'access'], 'says no format'],
    [['--table', 'peple'], 'Did you mean'],
    [['--table', 'groups', '--format', 'html'], 'names the table of a CSV file'],
    [['beta'], 'unknown-organization'],
  ])('%j is refused', async (words, said) => {
    const { status, out, err } = await exampleOf('lumoauth').run('report', ...words);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(said);
  });

  it('a document is not written over', async () => {
    const { status, err } = await exampleOf('lumoauth').run(
      ...['report', '--out', 'access/people.yaml', '--format', 'csv'],
    );
    expect([status, err]).toEqual([1, expect.stringContaining('error[file-unwritable]')]);
  });
});
