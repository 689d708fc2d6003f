import { type GithubLimits, UNLIMITED } from '../../../src/sandbox/github/door/github-limits.ts';
import { OWNER_TOKEN } from '../../../src/sandbox/github/door/github-tokens.ts';
import {
  type GithubStandIn,
  type GithubStandInOptions,
  startGithubStandIn,
} from '../../../src/sandbox/github/github-stand-in.ts';
import { declineInvitation, leaveOrganization } from '../../../src/sandbox/github/rules/leaving.ts';
import { acceptInvitation } from '../../../src/sandbox/github/rules/organization-invitations.ts';
import { GithubClock } from '../../../src/sandbox/github/world/github-clock.ts';
import type { GithubOrganizationRecord } from '../../../src/sandbox/github/world/github-records.ts';
import type { GithubSeed } from '../../../src/sandbox/github/world/github-seed.ts';
import { teamBySlug } from '../../../src/sandbox/github/world/github-world.ts';
import type { RecordedExchange } from '../../../src/sandbox/http/recorded-exchange.ts';
import { githubContract } from './github-contract.ts';

export interface GithubStandInForTests extends GithubStandIn {
  /** Of an owner of every organization of the seed, unless the seed has tokens. */
  readonly token: string;
  readonly exchanges: readonly RecordedExchange[];
  /** One request with the owner's token: path with its query, or a whole URL. */
  ask(
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GithubReply>;
  graphql(query: string, variables?: object): Promise<GithubReply>;
  organization(login: string): GithubOrganizationRecord;
  /** Logins of a team itself with their roles there, as stored. */
  team(organization: string, slug: string): Readonly<Record<string, string>>;
  /** In the part of the invited person. */
  accept(organization: string, login: string): void;
  /** The person ends their membership. */
  leave(organization: string, login: string): void;
  /** The person does not want to come. */
  decline(organization: string, login: string): void;
  /** On the person's own settings page. */
  rename(login: string, name: string): void;
  /** The person closes the account. */
  closeAccount(login: string): void;
  /** Throws when an exchange was not as GitHub publishes its API, unless a fault had spoiled it. */
  close(): Promise<void>;
}

export interface GithubReply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many forms
  readonly body: any;
}

/** A small organization: an owner, two members, a team below another, an outsider, and repositories. */
export const SMALL_SEED: GithubSeed = {
  organizations: [
    {
      login: 'acme',
      owners: ['octavia'],
      members: ['ben', 'chi'],
      repositories: [
        { name: 'web', collaborators: { 'hired-pen': 'write' } },
        { name: 'site', visibility: 'public' },
        { name: 'attic', archived: true },
      ],
      teams: [
        { name: 'Engineering', members: ['ben'], repositories: { web: 'triage' } },
        { name: 'Frontend', parent: 'Engineering', maintainers: ['chi'], repositories: { site: 'write' } },
      ],
    },
  ],
};

export type OpenGithubOptions = Partial<Omit<GithubStandInOptions, 'limits'>> & {
  /** None are kept unless some are named, or `github` says all of GitHub's own. */
  readonly limits?: Partial<GithubLimits> | 'github';
};

/** The clock stands still at noon of 2026-11-29 until a test puts it ahead. */
export async function openGithubStandIn(options: OpenGithubOptions = {}): Promise<GithubStandInForTests> {
  const exchanges: RecordedExchange[] = [];
  const contract = githubContract();
  const { limits, ...rest } = options;
  const standIn = await startGithubStandIn({
    seed: SMALL_SEED,
    clock: new GithubClock(() => Date.UTC(2026, 10, 29, 12)),
    ...rest,
    ...(limits === 'github' ? {} : { limits: { ...UNLIMITED, ...limits } }),
    onExchange: (exchange) => {
      exchanges.push(exchange);
      contract.onExchange(exchange);
      options.onExchange?.(exchange);
    },
  });
  const token = options.seed?.tokens?.[0]?.value ?? OWNER_TOKEN;
  const organization = (login: string) => {
    const found = standIn.world.organizationByLogin(login);
    if (found === undefined) throw new Error(`no organization ${login}`);
    return found;
  };
  const userNamed = (login: string) => {
    const user = standIn.world.userByLogin(login);
    if (user === undefined) throw new Error(`no user ${login}`);
    return user;
  };
  const ask: GithubStandInForTests['ask'] = async (method, path, body, headers) => {
    const response = await fetch(path.startsWith('http') ? path : `${standIn.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'test', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    ...standIn,
    close: async () => {
      await standIn.close();
      const violations = contract.violations();
      if (violations.length > 0) throw new Error(`not as GitHub publishes it:\n${violations.join('\n')}`);
    },
    token,
    exchanges,
    ask,
    graphql: (query, variables = {}) => ask('POST', '/graphql', { query, variables }),
    organization,
    team: (login, slug) => {
      const team = teamBySlug(organization(login), slug);
      if (team === undefined) throw new Error(`no team ${slug}`);
      return Object.fromEntries([...team.members].map(([id, role]) => [standIn.world.user(id).login, role]));
    },
    accept: (login, invited) => acceptInvitation(standIn.world, organization(login), userNamed(invited)),
    leave: (login, member) => leaveOrganization(standIn.world, organization(login), userNamed(member), 0),
    decline: (login, invited) => declineInvitation(organization(login), userNamed(invited)),
    rename: (login, name) => standIn.world.renameUser(userNamed(login), name),
    closeAccount: (login) => standIn.world.removeUser(userNamed(login)),
  };
}

/** Opens one, and closes it whatever happens. */
export async function withGithub(
  options: OpenGithubOptions,
  test: (github: GithubStandInForTests) => Promise<void>,
): Promise<void> {
  const github = await openGithubStandIn(options);
  try {
    await test(github);
  } catch (failure) {
    await github.close().catch(() => undefined);
    throw failure;
  }
  await github.close();
}
