import { ApiProblem } from './api-problem.ts';

export interface ApiToken {
  readonly value: string;
  /** Who the audit log says did it. */
  readonly name: string;
  readonly readOnly?: boolean;
  /** Slug of the only organization it may see; all when left out. */
  readonly organization?: string;
}

export class TokenStore {
  readonly #byValue: ReadonlyMap<string, ApiToken>;
  /** The first one; the control surface is only for it. */
  readonly #admin: ApiToken;

  constructor(admin: ApiToken, others: readonly ApiToken[]) {
    this.#admin = admin;
    this.#byValue = new Map([...others, admin].map((apiToken) => [apiToken.value, apiToken]));
  }

  authenticate(authorization: string | undefined): ApiToken {
    const value = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    const token = value === undefined ? undefined : this.#byValue.get(value);
    if (token === undefined) {
      const detail = value === undefined ? 'a bearer token is needed' : 'unknown token';
      throw new ApiProblem(401, 'unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer' } });
    }
    return token;
  }

  authenticateAdmin(authorization: string | undefined): void {
    if (this.authenticate(authorization) !== this.#admin) {
      throw new ApiProblem(403, 'forbidden', 'only the admin token controls the sandbox');
    }
  }
}
