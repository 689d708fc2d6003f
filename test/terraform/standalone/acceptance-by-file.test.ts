/** Whatever people do with a resource works through a connector file as through the connector in code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { acceptance } from './acceptance.ts';

/** The file that is shipped, with the settings that this platform has. */
const text = readFileSync('schemas/connectors/access-api.yaml', 'utf8')
  .replace(
    'settings: { base-permission: { path: settings.base-permission, absent: "" } }',
    'settings: { openness: { path: settings.openness, absent: "" }, listing: { path: settings.listing, absent: "" } }',
  )
  .replaceAll(
    'settings.base-permission: { path: settings.base-permission, optional: true }',
    'settings.openness: { path: settings.openness, optional: true }\n        settings.listing: { path: settings.listing, optional: true }',
  )
  .replaceAll('notifications', 'notices');

const folder = mkdtempSync(join(tmpdir(), 'bylaw-by-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'access-api.yaml');
writeFileSync(file, text);

acceptance(['bylaw_group', 'bylaw_member', 'bylaw_assignment'], `connector = ${JSON.stringify(file)}`);
