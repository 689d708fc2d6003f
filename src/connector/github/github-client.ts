import type { RequestForm } from '../http/api-conventions.ts';
import type { Exchange } from '../http/exchange.ts';

/** A request as GitHub's documentation writes it: `GET /orgs/{org}/teams`, and what fills it. */
export interface GithubRequest {
  readonly route: `${RequestForm['method']} /${string}`;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where a 404 says that there is no such thing: it need not be asked for again while this text is the same. */
  readonly absentWhile?: string | null;
}

/** Reads by REST alone. */
export interface GithubRestReads {
  get(request: GithubRequest & { readonly route: `GET /${string}` }): Promise<Exchange>;
  /** The next page, at the address that a `Link` header told. */
  next(url: string): Promise<Exchange>;
}

/** Reads, and cannot write: what a plan and a dry run are handed. */
export interface GithubReads extends GithubRestReads {
  /** A query, sent once: what its answer means is for whoever chose the size of its pages. */
  query(document: string, variables: Readonly<Record<string, unknown>>): Promise<Exchange>;
}

/** Writes too, each request once. */
export interface GithubWrites extends GithubReads {
  send(request: GithubRequest): Promise<Exchange>;
}
