import { expect } from 'vitest';
import { rawServer } from '../../connections.ts';

export interface AroundEmulate {
  readonly url: string;
  /** What the connector asked for, and with which status emulate or the way around it answered. */
  readonly asked: readonly string[];
}

/**
 * A way to emulate 0.12.2 that passes everything on, but for four things that GitHub tells and it does not. Each is told
 * from what emulate itself says or has taken:
 *
 * - repositories of an organization: the repository, as emulate shows it;
 * - what a team may do in its repositories, which it does not keep: the permission of the last PUT that it took;
 * - invitations: none, for whoever is added there is active at once;
 * - the end of a membership by `memberships`: by `members`, which ends the same one.
 */
export async function aroundEmulate(emulate: { readonly url: string }): Promise<AroundEmulate> {
  const asked: string[] = [];
  const permissions = new Map<string, string>();
  const { url } = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { method = 'GET', url: address = '/', headers } = request;
    const [path = ''] = address.split('?');
    const pass = async (to: string) => {
      const answer = await fetch(`${emulate.url}${to}`, {
        method,
        headers: {
          authorization: headers.authorization === undefined ? 'none' : headers.authorization,
          ...(body === '' ? {} : { 'content-type': 'application/json' }),
        },
        body: body === '' ? null : body,
      });
      return { status: answer.status, link: answer.headers.get('link'), text: await answer.text() };
    };
    const grant = /^\/orgs\/acme\/teams\/([^/]+)\/repos\/acme\/([^/]+)$/.exec(path);
    let answer = await pass(path === '/orgs/acme/repos' ? '/repos/acme/web' : address);
    if (path === '/orgs/acme/repos') {
      expect(answer.status).toBe(200);
      answer = { ...answer, text: `[${answer.text}]` };
    } else if (method === 'GET' && /\/(failed_)?invitations$/.test(path)) {
      expect(answer.status).toBe(404);
      answer = { status: 200, link: null, text: '[]' };
    } else if (method === 'DELETE' && path.startsWith('/orgs/acme/memberships/')) {
      expect(answer.status).toBe(404);
      answer = await pass(path.replace('/memberships/', '/members/'));
    } else if (grant !== null && answer.status === 204) {
      const key = `${grant[1]}/${grant[2]}`;
      if (method === 'PUT') permissions.set(key, JSON.parse(body).permission);
      else permissions.delete(key);
    } else if (method === 'GET' && /^\/orgs\/acme\/teams\/[^/]+\/repos$/.test(path)) {
      const team = path.split('/')[4];
      const repositories: readonly { readonly name: string }[] = JSON.parse(answer.text);
      const told = repositories.map((one) => ({
        ...one,
        permissions: { [String(permissions.get(`${team}/${one.name}`))]: true },
      }));
      answer = { ...answer, text: JSON.stringify(told) };
    }
    asked.push(`${method} ${path} ${answer.status}`);
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(answer.link === null ? {} : { link: answer.link.replaceAll(emulate.url, url) }),
    });
    response.end(answer.text);
  });
  return { url, asked };
}
