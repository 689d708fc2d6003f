/** The part of GitHub's REST API that the jobs ask: artifacts of runs, and open pull requests, by what a test put there. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface StoredArtifact {
  readonly name: string;
  readonly run: number;
  readonly branch: string;
  /** Whose branch it was. */
  readonly fork: boolean;
  readonly file: string;
  readonly content: Buffer;
  readonly size?: number;
  readonly expired?: boolean;
}

export interface OpenPull {
  readonly number: number;
  /** `owner:branch`. */
  readonly head: string;
  readonly sha: string;
  readonly repository: number;
}

export const REPOSITORY = { name: 'acme/web', id: 42 };

export class GithubJobsApi {
  readonly artifacts: StoredArtifact[] = [];
  readonly pulls: OpenPull[] = [];
  url = '';
  /** A server with the rest of the API, and what lets in there. */
  beyond: { readonly url: string; readonly token: string } | null = null;

  async listen(): Promise<this> {
    const server = createServer(async (request, response) => {
      if (
        this.beyond !== null &&
        /\/issues|\/user$|\/labels|\/check-runs|\/statuses\//.test(request.url ?? '')
      ) {
        const { status, text } = await forwarded(request, this.beyond);
        response.writeHead(status, { 'content-type': 'application/json' }).end(text);
        return;
      }
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const isKnown = /^Bearer \S+$/.test(request.headers.authorization ?? '');
      const body = isKnown ? this.#answer(url) : null;
      response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? { message: 'Not Found' }));
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    onTestFinished(() => void server.close());
    this.url = `http://127.0.0.1:${port}`;
    return this;
  }

  /** Newest first, as GitHub lists them. */
  named(name: string): readonly StoredArtifact[] {
    return this.artifacts.filter((one) => one.name === name).reverse();
  }

  #answer(url: URL): object | null {
    const base = `/repos/${REPOSITORY.name}`;
    if (url.pathname === `${base}/actions/artifacts`) {
      const artifacts = this.named(url.searchParams.get('name') ?? '').map((one) => ({
        name: one.name,
        size_in_bytes: one.size ?? one.content.length,
        expired: one.expired ?? false,
        created_at: new Date(Date.UTC(2026, 10, 30) + one.run * 1000).toISOString(),
        workflow_run: {
          id: one.run,
          repository_id: REPOSITORY.id,
          head_repository_id: one.fork ? 666 : REPOSITORY.id,
          head_branch: one.branch,
        },
      }));
      return { total_count: artifacts.length, artifacts };
    }
    if (url.pathname === `${base}/pulls`) {
      return this.pulls
        .filter(({ head }) => head === url.searchParams.get('head'))
        .map(({ number, sha, repository }) => ({ number, head: { sha, repo: { id: repository } } }));
    }
    return null;
  }
}

async function forwarded(request: IncomingMessage, beyond: { readonly url: string; readonly token: string }) {
  let body = '';
  for await (const piece of request) body += String(piece);
  const answer = await fetch(`${beyond.url}${request.url}`, {
    method: request.method ?? 'GET',
    headers: { authorization: `Bearer ${beyond.token}`, 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
}
