import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PolicySchemas } from '../policy/policy.ts';

/** `schemas/` stands beside `src/` in a checkout and beside `dist/` in the package: the same two steps up. */
const DIRECTORY = new URL('../../schemas/', import.meta.url);

/** Where the platform files that come with Bylaw are. */
export const PLATFORMS_DIRECTORY = new URL('platforms/', DIRECTORY);

/** The platforms that come with Bylaw, as file paths in a fixed order. */
export function platformFiles(): readonly string[] {
  return readdirSync(PLATFORMS_DIRECTORY)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => fileURLToPath(new URL(name, PLATFORMS_DIRECTORY)));
}

/** The published schemas. They are part of the package, so a missing one is a broken installation and throws. */
export function readSchemaFiles(): PolicySchemas {
  return {
    organization: read('organization'),
    workspace: read('workspace'),
    platform: read('platform'),
    expectations: read('expectations'),
  };
}

function read(name: string): object {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, DIRECTORY), 'utf8'));
}
