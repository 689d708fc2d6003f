import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { compileCheck } from '../policy/compile-check.ts';
import { builtCheckFile, type SchemaCheck, type SchemaCheckFor } from '../policy/validator.ts';

/** Written by the build (build/checks.mjs); `dist/` is the same two steps up from a checkout and from the package. */
export const BUILT = join(import.meta.dirname, '../../dist/checks/');

/** Made when it is needed, which for documents without faults is never. */
let requireBuilt: NodeJS.Require | null = null;

function load<T>(file: string): T {
  requireBuilt ??= createRequire(BUILT);
  return requireBuilt(file);
}

/**
 * The check that the build made of this very schema, or one compiled now: for platforms of a user's own. Nothing is
 * loaded that is not asked for, which is half of a start.
 */
export const checkFor: SchemaCheckFor = (schema) => {
  const file = `${BUILT}${builtCheckFile(schema)}`;
  if (existsSync(file)) {
    const built = load<BuiltCheck>(file);
    // By its whole text and not by its name: a check of yesterday's schema is none.
    if (built.schema === JSON.stringify(schema)) return built.check;
  }
  const compiler = load<{ readonly compileCheck: typeof compileCheck }>(`${BUILT}compile-check.cjs`);
  return compiler.compileCheck(schema);
};

interface BuiltCheck {
  readonly schema: string;
  readonly check: SchemaCheck;
}
