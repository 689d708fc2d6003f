import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPlatform } from '../../src/platform/load-platform.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { PlatformDocument } from '../../src/platform/platform-document.ts';
import { readYaml } from '../../src/source/yaml.ts';
import { atriumWithShutUnits, atriumWithUnitMembers, PLATFORMS } from '../sandbox/start.ts';

const load = (file: string): PlatformDefinition => loadText(readFileSync(file, 'utf8'), file);

function loadText(text: string, file: string): PlatformDefinition {
  const read = readYaml(text, file);
  if (!read.ok || read.value[0] === undefined) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.value;
  const loaded = loadPlatform(document.value as PlatformDocument, document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

export const lumoauth = load(PLATFORMS.lumoauth);
export const appcircle = load(PLATFORMS.appcircle);
export const bilbis = load(PLATFORMS.bilbis);
export const desk = load(PLATFORMS.desk);
export const atrium = load(PLATFORMS.atrium);
/** With members of units alone; JSON is YAML. */
export const chalet = loadText(JSON.stringify(atriumWithUnitMembers()), 'chalet.json');
/** With units that can be shut. */
export const vault = loadText(JSON.stringify(atriumWithShutUnits()), 'vault.json');
export const gorules = load(PLATFORMS.gorules);
export const oten = load(PLATFORMS.oten);
/** Products by two files: no sandbox plays them. */
export const keystone = load(
  fileURLToPath(new URL('../../schemas/platforms/keystone.yaml', import.meta.url)),
);
/** Without permissions and roles: no sandbox plays it. */
export const scim = load(fileURLToPath(new URL('../../schemas/platforms/scim.yaml', import.meta.url)));

/** All that come with Bylaw, and atrium. */
export const PLATFORM_NAMES = Object.keys(PLATFORMS) as (keyof typeof PLATFORMS)[];

export function platformOf(name: keyof typeof PLATFORMS): PlatformDefinition {
  return load(PLATFORMS[name]);
}
