/** Drives the browser of `chromium-path.ts`. Tests that need one are not run, and named in the summary, where there is none. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { it } from 'vitest';
import { known } from '../../src/source/known.ts';
import { browserPath } from './chromium-path.ts';

const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

declare module 'vitest' {
  interface TaskMeta {
    /** The test drives a real browser: counted in the summary. */
    chromium?: true;
  }
}

/** `it`, not run (and named in the summary, and with CI=true a failure) where there is no Chromium. */
export function itWithChromium(name: string, run: () => Promise<void>, timeout?: number): void {
  it.runIf(browserPath !== null)(
    name,
    async ({ task }) => {
      task.meta.chromium = true;
      await run();
    },
    timeout,
  );
}

export interface OpenedBrowser {
  /** A page of its own, of what was opened; everything it asks of a network is noted. */
  page(
    settings?: PageSettings,
  ): Promise<{ readonly page: Page; readonly asked: readonly string[]; readonly said: readonly string[] }>;
  close(): Promise<void>;
}

interface PageSettings {
  readonly dark?: boolean;
  readonly width?: number;
}

/** A browser with nothing kept from before; what it leaves behind is taken away. */
export async function openBrowser(): Promise<OpenedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-chromium-'));
  const browser: Browser = await chromium.launch({
    executablePath: known(browserPath, 'a browser'),
    args: [...SWITCHES, `--crash-dumps-dir=${folder}`],
    env: { ...process.env, HOME: folder },
  });
  const contexts: BrowserContext[] = [];
  return {
    async page({ dark = false, width = 1280 } = {}) {
      const context = await browser.newContext({
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height: 860 },
        acceptDownloads: true,
      });
      contexts.push(context);
      const page = await context.newPage();
      const asked: string[] = [];
      const said: string[] = [];
      page.on('request', (request) => {
        if (/^https?:/.test(request.url())) asked.push(request.url());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
      });
      return { page, asked, said };
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
