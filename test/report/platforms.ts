import { readFileSync } from 'node:fs';
import { loadPlatform } from '../../src/platform/load-platform.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { PlatformDocument } from '../../src/platform/platform-document.ts';
import { readYaml } from '../../src/source/yaml.ts';

function load(file: string): PlatformDefinition {
  const read = readYaml(readFileSync(file, 'utf8'), file);
  if (!read.ok || read.value[0] === undefined) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.value;
  const loaded = loadPlatform(document.value as PlatformDocument, document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  return loaded.value;
}

export const lumoauth = load('schemas/platforms/lumoauth.yaml');
export const atrium = load('test/fixtures/platforms/atrium.yaml');
