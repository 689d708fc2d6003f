import { Problem } from './problem.ts';

export interface Token {
  readonly value: string;
  /** Who the audit log says did it. */
  readonly name: string;
  readonly readOnly?: boolean;
  /** Slug of the only organization it may see; all when left out. */
  readonly organization?: string;
}

export class Tokens {
  readonly #byValue: ReadonlyMap<string, Token>;
  /** The first one; the control surface is only for it. */
  readonly #admin: Token;

  constructor(admin: Token, others: readonly Token[]) {
    this.#admin = admin;
    this.#byValue = new Map([...others, admin].map((token) => [token.value, token]));
  }

  authenticate(authorization: string | undefined): Token {
    const value = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    const token = value === undefined ? undefined : this.#byValue.get(value);
    if (token === undefined) {
      const detail = value === undefined ? 'a bearer token is needed' : 'unknown token';
      throw new Problem(401, 'unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } });
    }
    return token;
  }

  authenticateAdmin(authorization: string | undefined): void {
    if (this.authenticate(authorization) !== this.#admin) {
      throw new Problem(403, 'forbidden', 'only the admin token controls the sandbox');
    }
  }
}
