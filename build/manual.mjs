/** A step of `npm run build`: the manual page, which npm puts where `man bylaw` finds it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualPage } from '../dist/command/help/manual-page.js';
import { keep } from './keep.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { man, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const file = join(root, man);
mkdirSync(dirname(file), { recursive: true });
keep(file, await manualPage(version));
