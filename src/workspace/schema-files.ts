import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicySchemas } from '../policy/policy.ts';
import { BUILT_IN_CONNECTORS } from '../source/connection-defaults.ts';
import { memoize } from '../source/memoize.ts';

/** `schemas/` stands beside `src/` in a checkout and beside `dist/` in the package: the same two steps up. */
const DIRECTORY = join(import.meta.dirname, '../../schemas');

/** Where the platform files that come with Bylaw are. */
export const PLATFORMS_DIRECTORY = join(DIRECTORY, 'platforms');

/** Files that come with Bylaw to be copied: workflows, and documents of made-up organizations. */
export const EXAMPLES_DIRECTORY = join(import.meta.dirname, '../../examples');

/** The platforms that come with Bylaw, as file paths in a fixed order. */
export function platformFiles(): readonly string[] {
  return readdirSync(PLATFORMS_DIRECTORY)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(PLATFORMS_DIRECTORY, name));
}

/** Where the connector files that come with Bylaw are, each named as its connector. */
const CONNECTORS_DIRECTORY = join(DIRECTORY, 'connectors');

/** The connectors that come with Bylaw as files, by name, in a fixed order. */
export function describedConnectorNames(): readonly string[] {
  const inCode: readonly string[] = BUILT_IN_CONNECTORS;
  return readdirSync(CONNECTORS_DIRECTORY)
    .flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []))
    .filter((name) => !inCode.includes(name))
    .sort();
}

/** The file of a connector that comes with Bylaw as one; null: none is called so. */
export function connectorFileOf(name: string): string | null {
  return describedConnectorNames().includes(name) ? join(CONNECTORS_DIRECTORY, `${name}.yaml`) : null;
}

/**
 * The published schemas, each read when it is asked for. They are part of the package, so a missing one is a broken
 * installation and throws.
 */
export function readSchemaFiles(): PolicySchemas {
  return {
    get organization() {
      return schemaNamed('organization');
    },
    get workspace() {
      return schemaNamed('workspace');
    },
    get platform() {
      return schemaNamed('platform');
    },
    get expectations() {
      return schemaNamed('expectations');
    },
    get guardrails() {
      return schemaNamed('guardrails');
    },
    get rules() {
      return schemaNamed('rules');
    },
    get people() {
      return schemaNamed('people');
    },
    get connector() {
      return schemaNamed('connector');
    },
  };
}

const schemaNamed = memoize((name: string): object =>
  JSON.parse(readFileSync(join(DIRECTORY, `${name}.schema.json`), 'utf8')),
);
