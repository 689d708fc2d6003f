import type { Authority } from '../compile/desired.ts';
import type { Written } from '../policy/document-types.ts';
import type { ResourceTypeName } from '../resource/resource.ts';
import type { TableCode } from '../source/codes/codes.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';

/** A renamed domain leaves thousands of names unknown; comparing each with all others would take minutes. */
const SUGGESTIONS = 200;

/** Names an expectation uses that nothing has; what is written of a kind only in part is no more than a warning. */
export class UnboundNames {
  readonly diagnostics: Diagnostic[] = [];
  readonly #authority: Authority;
  #suggestions = 0;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  report(
    code: TableCode,
    written: Written<string>,
    message: string,
    hint: string | null,
    type?: ResourceTypeName,
  ): void {
    const severity = type === undefined || this.#authority[type] === 'full' ? 'error' : 'warning';
    this.diagnostics.push(diagnostic(code, message, written.origin, { hint, severity }));
  }

  /** The candidate most likely meant, when one is near. */
  suggest(word: string, candidates: () => Iterable<string>): string | null {
    this.#suggestions += 1;
    return this.#suggestions > SUGGESTIONS ? null : didYouMean(word, candidates());
  }
}
