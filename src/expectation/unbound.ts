import type { Authority } from '../compile/desired.ts';
import type { Written } from '../policy/documents.ts';
import type { ResourceTypeName } from '../resource/resource.ts';
import type { DiagnosticCode } from '../source/codes.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';

/** Names an expectation uses that nothing has; what is written of a kind only in part is no more than a warning. */
export class Unbound {
  readonly diagnostics: Diagnostic[] = [];
  readonly #authority: Authority;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  report(
    code: DiagnosticCode,
    written: Written<string>,
    message: string,
    hint: string | null,
    type?: ResourceTypeName,
  ): void {
    const severity = type === undefined || this.#authority[type] === 'full' ? 'error' : 'warning';
    this.diagnostics.push(diagnostic(code, message, written.origin, { hint, severity }));
  }
}
