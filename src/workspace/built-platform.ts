import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadPlatform } from '../platform/load-platform.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { PlatformDocument } from '../platform/platform-document.ts';
import type { Outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { BUILT } from './built-checks.ts';

/** What the build read of a platform file that comes with Bylaw and held against its schema. */
interface BuiltPlatform {
  /** The whole file. */
  readonly text: string;
  readonly value: PlatformDocument;
}

let built: Readonly<Record<string, BuiltPlatform>> | null = null;

/** The platform of a file that is, to the letter, one that the build has read: no YAML, no schema. Null for all others. */
export function builtPlatform(file: string): Outcome<PlatformDefinition> | null {
  built ??= readBuilt();
  const name = basename(file);
  const known = Object.hasOwn(built, name) ? built[name] : undefined;
  if (known === undefined || known.text !== readFileSync(file, 'utf8')) return null;
  return loadPlatform(known.value, withoutFaults(file));
}

function readBuilt(): Readonly<Record<string, BuiltPlatform>> {
  return JSON.parse(readFileSync(`${BUILT}platforms.json`, 'utf8'));
}

/** What was checked when it was built has no fault to point at. */
function withoutFaults(file: string): SourceDocument {
  const none = (): never => {
    throw new Error(`${file} was built, and has a fault`);
  };
  return { file, value: null, valueSpan: none, keySpan: none, typed: none };
}
