import { type CelEnv, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';

/** Bytes are not in the heap that a thread is limited to, so that they are limited here. */
const MOST_BYTES = 1_048_576;

const { BYTES } = CelScalar;

/** The standard functions of CEL, its extension for texts, and no way to anything else. */
export const CEL_ENVIRONMENT: CelEnv = celEnv({
  funcs: [
    ...strings,
    celFunc('_+_', [BYTES, BYTES], BYTES, (one, other) => {
      if (one.length + other.length > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
      const both = new Uint8Array(one.length + other.length);
      both.set(one);
      both.set(other, one.length);
      return both;
    }),
  ],
});

export type CelProgram = (variables: Readonly<Record<string, unknown>>) => CelAnswer;

/** What one evaluation came to. */
export type CelAnswer = { readonly value: unknown } | { readonly error: string };

export type CelSource = ReturnType<typeof parse>;

/**
 * Brackets in brackets. How many a stack holds depends on how far the program has warmed up, and what is refused must not;
 * CEL's own implementation in Go has the same limit.
 */
const MOST_NESTED = 250;
const TOO_DEEP = 'it is nested too deeply';

/** Texts and comments, whose brackets open nothing, and brackets. In raw texts a backslash is one. */
const BRACKETS_AND_TEXTS =
  /(?:[rR][bB]?|[bB][rR])(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*')|"""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|[([{]|[)\]}]/g;

/** Where the text goes deeper; null where it does not. */
function deeperThan(most: number, text: string): number | null {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(BRACKETS_AND_TEXTS)) {
    if (found.length > 1) continue;
    depth += '([{'.includes(found) ? 1 : -1;
    if (depth > most) return index;
  }
  return null;
}

/** A text as a tree, or where it cannot be read on. */
export function parseCel(
  text: string,
): { readonly source: CelSource } | { readonly error: string; readonly offset: number } {
  const tooDeep = deeperThan(MOST_NESTED, text);
  if (tooDeep !== null) return { error: TOO_DEEP, offset: tooDeep };
  try {
    return { source: parse(text) };
  } catch (error) {
    return { error: reason(error), offset: offsetOf(error) };
  }
}

export function celProgram(source: CelSource): CelProgram {
  const run = plan(CEL_ENVIRONMENT, source);
  return (variables) => {
    const value: unknown = run(variables as Parameters<typeof run>[0]);
    return isCelError(value) ? { error: value.message } : { value };
  };
}

function reason(error: unknown): string {
  if (error instanceof RangeError) return TOO_DEEP;
  const raw = typeof error === 'object' && error !== null && 'rawMessage' in error ? error.rawMessage : null;
  if (typeof raw === 'string') return raw;
  return error instanceof Error ? error.message : String(error);
}

/** A syntax error of the library says where it stopped. */
function offsetOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('location' in error)) return 0;
  const { location } = error as { readonly location?: { readonly start?: { readonly offset?: unknown } } };
  const offset = location?.start?.offset;
  return typeof offset === 'number' ? offset : 0;
}
