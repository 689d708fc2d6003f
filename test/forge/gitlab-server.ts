import { rawServer } from '../connector/connections.ts';

/**
 * GitLab's notes and statuses of merge request 3 of one project, from GitLab's documentation: no real GitLab was there. What it
 * refuses is what the documentation says is refused.
 */

export const GITLAB_TOKEN = 'glpat-x';

export interface GitlabNote {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly username: string };
}

export interface GitlabServer {
  readonly url: string;
  readonly notes: GitlabNote[];
  readonly statuses: unknown[];
  /** `GET /user`, each as it came. */
  readonly asked: string[];
}

/** `GET/POST /projects/:id/merge_requests/:iid/notes`, `PUT/DELETE …/notes/:note_id`, `GET …/merge_requests/:iid`, statuses, `/user`. */
export async function gitlabServer(project: string, head: () => string): Promise<GitlabServer> {
  const notes: GitlabNote[] = [
    { id: 1, body: 'changed the description', system: true, author: { username: 'bylaw-bot' } },
    { id: 2, body: 'fine with me', system: false, author: { username: 'ana' } },
  ];
  const asked: string[] = [];
  const statuses: unknown[] = [];
  let last = 2;
  const { url } = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : JSON.parse(text);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const { method = 'GET' } = request;
    asked.push(`${method} ${path}`);
    const say = (status: number, answer?: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    };
    if (request.headers['private-token'] !== GITLAB_TOKEN) return say(401, { message: '401 Unauthorized' });
    const one = new RegExp(`^/projects/${project}/merge_requests/3/notes/(\\d+)$`).exec(path);
    const note = notes.find(({ id }) => id === Number(one?.[1]));
    if (path === '/user') return say(200, { id: 9, username: 'bylaw-bot' });
    if (path === `/projects/${project}/merge_requests/3`)
      return say(200, { iid: 3, state: 'opened', sha: head(), target_branch: 'main' });
    if (path === `/projects/${project}/merge_requests/3/notes` && method === 'GET') {
      const page = Number(new URLSearchParams(query).get('page') ?? '1');
      // Pages of one, by Link headers, as GitLab tells of the next one.
      const next = `<${url}${path}?page=${page + 1}&sort=asc&order_by=created_at&per_page=100>; rel="next"`;
      return say(200, notes.slice(page - 1, page), page < notes.length ? { link: next } : {});
    }
    if (path === `/projects/${project}/merge_requests/3/notes` && method === 'POST') {
      if (typeof body.body !== 'string' || [...body.body].length > 1_000_000)
        return say(400, { message: { note: ['is too long (maximum is 1000000 characters)'] } });
      last += 1;
      const added = { id: last, body: body.body, system: false, author: { username: 'bylaw-bot' } };
      notes.push(added);
      return say(201, added);
    }
    if (note !== undefined && method === 'PUT') {
      note.body = body.body;
      return say(200, note);
    }
    if (note !== undefined && method === 'DELETE') {
      notes.splice(notes.indexOf(note), 1);
      return say(204);
    }
    if (path === `/projects/${project}/statuses/${head()}` && method === 'POST') {
      if (!['pending', 'running', 'success', 'failed', 'canceled', 'skipped'].includes(body.state))
        return say(400, { error: 'state does not have a valid value' });
      statuses.push(body);
      return say(201, { id: 1, ...body });
    }
    return say(404, { message: '404 Not found' });
  });
  return { url, notes, statuses, asked };
}
