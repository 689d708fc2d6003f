import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { withoutSecrets } from './without-secrets.ts';

interface WithAuthorization {
  readonly authorization: { hideIn(found: Diagnostic): Diagnostic };
}

/** A session that is loaded when something is asked of it: a run that asks nothing of a platform does not pay for it. */
export class LateSession<S extends WithAuthorization> {
  readonly #load: () => Promise<S>;
  #loading: Promise<S> | null = null;
  /** Null before anything was asked. */
  session: S | null = null;

  constructor(load: () => Promise<S>) {
    this.#load = load;
  }

  /** What the session tells, without secrets. */
  async ask<T>(question: (session: S) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const session = await this.loaded();
    return withoutSecrets(session.authorization, await question(session));
  }

  /** What is told at once, after something was asked. */
  told<T>(question: (session: S) => Outcome<T>): Outcome<T> {
    const { session } = this;
    if (session === null) throw new Error('names before read');
    return withoutSecrets(session.authorization, question(session));
  }

  async loaded(): Promise<S> {
    this.#loading ??= this.#load();
    this.session = await this.#loading;
    return this.session;
  }
}
