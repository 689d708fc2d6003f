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

/** A text as a tree, or where it cannot be read on. */
export function parseCel(
  text: string,
): { readonly source: CelSource } | { readonly error: string; readonly offset: number } {
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
  if (error instanceof RangeError) return 'it is nested too deeply';
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
