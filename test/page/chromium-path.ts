import { existsSync } from 'node:fs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser that tests of the page drive: Debian's, or one that calls itself alike. */
export const browserPath: string | null = PLACES.find((path) => existsSync(path)) ?? null;
