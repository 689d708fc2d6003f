import type { Unsupported } from '../plan/write/write.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';

/** What a connector says it cannot write, of a write that was asked for all the same. */
export function notSupported({ code = 'not-supported', why, wayOut }: Unsupported): Diagnostic {
  return diagnostic(code, why, null, { hint: wayOut });
}

/** Whether a write cannot be made at all. */
export function isImpossible(unsupported: Unsupported | null): unsupported is Unsupported {
  return unsupported !== null && unsupported.already === undefined;
}
