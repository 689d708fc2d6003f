import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadPlatform } from '../platform/load-platform.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { BUILT } from './built-checks.ts';

/** What the build read of a platform file that comes with Bylaw, held against its schema and found without a fault. */
interface BuiltPlatform {
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  /** Its document, as JSON. */
  readonly value: string;
}

/** A platform whose rules are worked out when they are asked for: a workspace has organizations on one or two. */
export interface KnownPlatform {
  readonly name: string;
  readonly definition: () => PlatformDefinition;
}

let built: Readonly<Record<string, BuiltPlatform>> | null = null;

/** The platform of a file that is, to the letter, one that the build has read: no YAML, no schema. Null for all others. */
export function builtPlatform(file: string): KnownPlatform | null {
  built ??= readBuilt();
  const name = basename(file);
  const known = Object.hasOwn(built, name) ? built[name] : undefined;
  if (known === undefined || known.text !== readFileSync(file, 'utf8')) return null;
  return { name: known.name, definition: () => definitionOf(known, file) };
}

function readBuilt(): Readonly<Record<string, BuiltPlatform>> {
  return JSON.parse(readFileSync(`${BUILT}platforms.json`, 'utf8'));
}

function definitionOf({ value }: BuiltPlatform, file: string): PlatformDefinition {
  const loaded = loadPlatform(JSON.parse(value), withoutFaults(file));
  if (!loaded.ok) throw new Error(`${file} was built, and has a fault`);
  return loaded.value;
}

/** What was checked when it was built has no fault to point at. */
function withoutFaults(file: string): SourceDocument {
  const none = (): never => {
    throw new Error(`${file} was built, and has a fault`);
  };
  return { file, value: null, root: none, valueSpan: none, keySpan: none, typed: none, written: none };
}
