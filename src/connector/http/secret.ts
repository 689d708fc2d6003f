import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { secretRedactorOf } from '../../source/redact.ts';
import { rememberSecret } from '../../source/redact-errors.ts';

const HIDDEN = '[token]';

/** A token that only leaves as a header. The field is private to the language: no inspection or JSON shows it. */
export class Secret {
  readonly #token: string;
  readonly #hide: (text: string) => string;

  constructor(token: string) {
    this.#token = token;
    rememberSecret(token);
    this.#hide = secretRedactorOf([token], HIDDEN);
  }

  /**
   * Whether the token can be sent at all; null when it can.
   * token-missing: it is empty. token-rejected: it has characters that no header may hold, so no platform knows it.
   */
  fault(origin: Origin | null): Diagnostic | null {
    if (this.#token.trim() === '') return diagnostic('token-missing', 'No token was given', origin);
    // fetch would throw on these, with the token in its message.
    if (!/^[\x21-\x7e]+$/.test(this.#token)) {
      return diagnostic(
        'token-rejected',
        'The token holds a space, a line break or another character that cannot be sent; nothing was sent',
        origin,
        { hint: 'Remove the line break at the end, if it was read from a file.' },
      );
    }
    return null;
  }

  /** For who makes a header of it, and for nobody else. */
  reveal(make: (token: string) => string): string {
    return make(this.#token);
  }

  /** The text without the token, in whatever form a platform echoes it. */
  hide(text: string): string {
    return this.#hide(text);
  }

  hideIn(found: Diagnostic): Diagnostic {
    return {
      ...found,
      message: this.hide(found.message),
      origin: found.origin === null ? null : this.#hideInOrigin(found.origin),
      related: found.related.map(({ message, origin }) => ({
        message: this.hide(message),
        origin: this.#hideInOrigin(origin),
      })),
      hint: found.hint === null ? null : this.hide(found.hint),
    };
  }

  #hideInOrigin(origin: Origin): Origin {
    return origin.from === 'live' ? { from: 'live', url: this.hide(origin.url) } : origin;
  }
}
