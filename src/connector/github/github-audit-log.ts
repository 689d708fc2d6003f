import type { Address } from '../../resource/address.ts';
import { assignmentAddress, groupAddress, memberAddress, scopeAddress } from '../../resource/address.ts';
import { groupPath, memberId, type Principal, principalKey } from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { AuditEvent } from '../connector.ts';
import type { JsonObject } from '../protocol/json-object.ts';
import type { GithubReads } from './github-client.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import { readRestList } from './rest-lists.ts';
import { hiddenBecause, repositoryScope } from './unknown-lists.ts';

/** A line of the log, as far as it says what happened to what. */
export interface LoggedAction {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly action: string;
  readonly actor: string;
  readonly user: string | null;
  /** The number of whom it happened to; null where the log does not tell. */
  readonly userId: number | null;
  /** Slug, without the organization. */
  readonly team: string | null;
  readonly repository: string | null;
}

/**
 * Who did what, newest first. Only organizations on Enterprise Cloud have a log to be asked: where there is none (404),
 * nothing is told of anybody, and nobody is guessed at. Succeeds with `audit-log-absent` then.
 */
export async function readGithubEvents(
  client: Pick<GithubReads, 'get' | 'next'>,
  endpoint: GithubEndpoint,
  since: string | null,
): Promise<Outcome<readonly AuditEvent[]>> {
  const read = await readLog(client, endpoint, since === null ? null : `created:>=${since.slice(0, 10)}`);
  if (!read.ok)
    return /\(404\)/.test(hiddenBecause(read)?.message ?? '') ? success([], [noLog(endpoint)]) : read;
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const events = read.value.flatMap((line) => (line.at >= from ? [eventOf(line, endpoint)] : []));
  return success(events);
}

function noLog({ login }: GithubEndpoint): Diagnostic {
  const message = `GitHub has no audit log of ${login} for this token: it is of organizations on Enterprise Cloud.`;
  return diagnostic('audit-log-absent', message, null);
}

/** Lines of the log that a search phrase finds, or all; newest first. Fails as any list of REST. */
export function readLog(
  client: Pick<GithubReads, 'get' | 'next'>,
  endpoint: GithubEndpoint,
  phrase: string | null,
): Promise<Outcome<readonly LoggedAction[]>> {
  return readRestList(client, endpoint, {
    name: `audit log of ${endpoint.login}`,
    route: 'GET /orgs/{org}/audit-log',
    parameters: { org: endpoint.login, order: 'desc', ...(phrase === null ? {} : { phrase }) },
    item: loggedAction,
    id: ({ id }) => id,
  });
}

function loggedAction(found: JsonObject): LoggedAction {
  const textOrNull = (name: string): string | null => (found.has(name) ? found.textOrNull(name) : null);
  return {
    id: found.text('_document_id'),
    at: found.whole('@timestamp'),
    action: found.text('action'),
    actor: textOrNull('actor') ?? 'somebody',
    user: textOrNull('user'),
    userId: found.wholeOrNull('user_id'),
    team: lastPart(textOrNull('team')),
    repository: lastPart(textOrNull('repo')),
  };
}

function lastPart(path: string | null): string | null {
  return path === null ? null : path.slice(path.lastIndexOf('/') + 1);
}

function eventOf(line: LoggedAction, endpoint: GithubEndpoint): AuditEvent {
  const { action, actor } = line;
  const at = new Date(line.at).toISOString().replace(/\.000Z$/, 'Z');
  return { at, actor, action, address: null, entry: null, ...aboutWhat(line, endpoint) };
}

type Subject = Pick<AuditEvent, 'address' | 'entry' | 'moved'>;

/** What an action is about, and what it moved. An action that is not here is told by its word alone. */
function aboutWhat(line: LoggedAction, endpoint: GithubEndpoint): Subject | null {
  const { organization, platform } = endpoint;
  const user = line.user === null ? null : memberId(line.user, platform.members.compare);
  const group = line.team === null ? null : groupPath(organization, line.team);
  const repository = line.repository === null ? null : repositoryScope(endpoint, line.repository);
  const way = /\.(add|create|invite|assign)/.test(line.action) ? 'added' : 'removed';
  const whole = (address: Address | null): Subject | null =>
    address === null ? null : { address, entry: null, moved: { field: null, way } };
  switch (line.action) {
    case 'team.add_member':
    case 'team.remove_member':
      if (group === null) return null;
      return { address: groupAddress(group), entry: user, moved: { field: 'members', way } };
    case 'team.create':
    case 'team.destroy':
      return whole(group === null ? null : groupAddress(group));
    case 'team.add_repository':
    case 'team.remove_repository':
      return whole(held(repository, group === null ? null : { type: 'group', group }));
    case 'org.add_member':
    case 'org.remove_member':
    case 'org.invite_member':
      return whole(user === null ? null : memberAddress(organization, user));
    case 'repo.add_member':
    case 'repo.remove_member':
      return whole(held(repository, user === null ? null : { type: 'member', member: user }));
    case 'repo.create':
    case 'repo.destroy':
      return whole(repository === null ? null : scopeAddress(repository));
    default:
      return group === null ? null : { address: groupAddress(group), entry: null };
  }
}

function held(scope: string | null, principal: Principal | null): Address | null {
  return scope === null || principal === null ? null : assignmentAddress(scope, principalKey(principal));
}
