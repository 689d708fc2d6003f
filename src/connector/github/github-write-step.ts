import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ClientClock } from '../http/time.ts';
import { readBeforeRetry } from '../protocol/read-before-retry.ts';
import { versionEnded } from './api-version-end.ts';
import type { GithubRequest, GithubWrites } from './github-client.ts';
import { GITHUB_PATHS, type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubIndex } from './github-index.ts';

/** What every write to GitHub works with. */
export interface GithubWriteContext {
  readonly client: GithubWrites;
  readonly endpoint: GithubEndpoint;
  /** As read, and kept as written since. */
  readonly index: GithubIndex;
  readonly time: Pick<ClientClock, 'sleep'>;
  readonly stop?: AbortSignal | undefined;
  /** Told that a write failed and may have been made all the same. */
  readonly doubt: () => void;
}

/** One request that writes, and the read that shows whether it did. */
export interface GithubWriteStep {
  /** For messages: `team qa`. */
  readonly name: string;
  /** Where it is, below the base. */
  readonly path: string;
  readonly request: GithubRequest;
  readonly isDone: () => Promise<Outcome<boolean>>;
}

/** What the platform answered; null where its answer got lost and a read found it done. */
export type StepAnswer = Extract<Exchange, { end: 'answer' }> | null;

/** What was written is seen everywhere only after a while, and GitHub works on in the background. */
const LOOKS_MS = [1000, 4000] as const;

export const GITHUB_DONE: Outcome<null> = success(null);

/**
 * Sends a write once. Where no proper answer came, it is looked for before it is sent a second time, and never a third. What
 * GitHub refuses is looked for too: what is so already is done. Fails with live-changed, connector-refused, and as the
 * client.
 */
export async function makeStep(
  writeContext: GithubWriteContext,
  step: GithubWriteStep,
): Promise<Outcome<StepAnswer>> {
  const { client, time, stop } = writeContext;
  const made = await readBeforeRetry<Exchange>({
    send: () => client.send(step.request),
    isInDoubt: (exchange) => exchange.end === 'failure' && exchange.inDoubt,
    isDone: step.isDone,
    time,
    pauses: LOOKS_MS,
    stop,
  });
  if (made.end === 'found-done') return success(null);
  const { result } = made;
  switch (result.end) {
    case 'answer':
      return success(result);
    case 'failure':
      if (made.end === 'unknown') writeContext.doubt();
      return failure(result.diagnostic);
    case 'refusal':
      return refusedStep(writeContext, step, result);
  }
}

async function refusedStep(
  { client, endpoint }: GithubWriteContext,
  step: GithubWriteStep,
  { kind, problem }: Extract<Exchange, { end: 'refusal' }>,
): Promise<Outcome<StepAnswer>> {
  const origin = githubOrigin(endpoint, step.path);
  if (kind === 'gone') return failure(versionEnded(step.name, problem.detail, origin));
  if (kind === 'missing') {
    // A 404 says the same of the thing and of the whole organization.
    const there = await client.get({ route: 'GET /orgs/{org}', parameters: { org: endpoint.login } });
    if (there.end === 'failure') return failure(there.diagnostic);
    if (there.end === 'refusal') return failure(goneOrganization(endpoint));
  }
  const done = await step.isDone();
  if (done.ok && done.value) return success(null);
  const gone = kind === 'missing' ? await accountGone(client, step) : success(null);
  if (!gone.ok) return gone;
  if (gone.value !== null) {
    const message = `There is no account ${gone.value} on GitHub any more; nothing was written`;
    const hint = 'It was deleted or renamed: remove the entry, or write the login that it has now.';
    return failure(diagnostic('connector-refused', message, origin, { hint }));
  }
  if (kind === 'missing') {
    return failure(
      diagnostic(
        'live-changed',
        `${step.name} is not there any more, or this token may not see it; nothing was written`,
        origin,
      ),
    );
  }
  if (problem.status === 451) {
    const message = `GitHub does nothing about ${step.name} for legal reasons: ${problem.detail} (451)`;
    return failure(diagnostic('connector-refused', message, origin));
  }
  // "Validation Failed" says nothing: why is in the list beside it, where GitHub says why.
  const why = [problem.detail, ...problem.errors.flatMap(({ detail }) => (detail === '' ? [] : [detail]))];
  const message = `GitHub refuses to change ${step.name}: ${why.join(': ')} (${problem.status})`;
  return failure(diagnostic('connector-refused', message, origin));
}

/** The login that a request was about, where nobody has it: an outcome of that one thing. Null: it is something else. */
async function accountGone(
  client: Pick<GithubWrites, 'get'>,
  { request }: GithubWriteStep,
): Promise<Outcome<string | null>> {
  const { username } = request.parameters;
  if (typeof username !== 'string') return success(null);
  const account = await client.get({ route: 'GET /users/{username}', parameters: { username } });
  if (account.end === 'failure') return failure(account.diagnostic);
  return success(account.end === 'refusal' && account.kind === 'missing' ? username : null);
}

function goneOrganization(endpoint: GithubEndpoint): Diagnostic {
  const message = `There is no organization ${endpoint.login} on GitHub, or this token may not see it`;
  return diagnostic(
    'unknown-live-organization',
    message,
    githubOrigin(endpoint, GITHUB_PATHS.organization(endpoint.login)),
  );
}

/** What a single object is, by a fresh read: its body, or null for what is not there. Fails as the client. */
export async function lookAt(
  { client }: Pick<GithubWriteContext, 'client'>,
  request: GithubRequest & { readonly route: `GET /${string}` },
): Promise<Outcome<{ readonly body: unknown } | null>> {
  const exchange = await client.get(request);
  switch (exchange.end) {
    case 'answer':
      return success({ body: exchange.body });
    case 'failure':
      return failure(exchange.diagnostic);
    case 'refusal':
      if (exchange.kind === 'missing') return success(null);
      if (exchange.kind === 'gone')
        return failure(versionEnded(request.route, exchange.problem.detail, null));
      return failure(diagnostic('connector-refused', exchange.problem.detail, null));
  }
}

/** Whether what is there is as wanted; nothing there is told to `absent`. */
export async function looksLike(
  writeContext: Pick<GithubWriteContext, 'client'>,
  request: GithubRequest & { readonly route: `GET /${string}` },
  wanted: (body: unknown) => boolean,
  absent: boolean,
): Promise<Outcome<boolean>> {
  const found = await lookAt(writeContext, request);
  if (!found.ok) return found;
  return success(found.value === null ? absent : wanted(found.value.body));
}
