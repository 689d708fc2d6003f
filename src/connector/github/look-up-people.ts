import type { Unsupported } from '../../plan/write/write.ts';
import { type Address, memberAddress } from '../../resource/address.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { ExpectedPerson, Remembered } from '../connector.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { type AbsentPerson, type FailedAttempt, notInvitedAgain } from './departure.ts';
import { type LoggedAction, readLog } from './github-audit-log.ts';
import type { GithubRestReads } from './github-client.ts';
import { type GithubEndpoint, githubOrigin } from './github-endpoint.ts';
import type { GithubIndex } from './github-index.ts';
import type { KnownId, LookedUpPeople } from './looked-up-people.ts';

/** More people than these are looked for in lists of what was done, and not one by one. */
const ONE_BY_ONE = 10;

/** What tells of coming and going, for whoever looks for many. */
const ACTIONS = ['org.remove_member', 'org.cancel_invitation', 'org.invite_member', 'repo.remove_member'];

export interface PeopleLookUp {
  readonly client: GithubRestReads;
  readonly endpoint: GithubEndpoint;
  readonly index: GithubIndex;
  readonly remembered: Remembered | null;
  /** RFC 3339 instant. */
  readonly now: string;
}

/**
 * What became of people who are written: who of those who are missing left by themselves, and whose login is somebody
 * else's now. Nothing is asked while everybody is there. Else it is one request for each who is missing, or four lists
 * for many, where there is an audit log; one request in all where there is none; and one more for each whose number is
 * known and who is nowhere here.
 */
export async function lookUpPeople(
  lookUp: PeopleLookUp,
  people: readonly ExpectedPerson[],
): Promise<Outcome<LookedUpPeople>> {
  const missing = people.filter((person) => !isThere(lookUp, person));
  const logs = await readLogs(lookUp, missing);
  const notInvited = new Map<Address, Unsupported>();
  const renamedAway = new Map<Address, Unsupported>();
  const meant = new Map<MemberId, Unsupported>();
  const strangers = new Map<MemberId, Unsupported>();
  const formerIds = new Map<Address, KnownId>();
  for (const person of people) {
    const address = membershipOf(person);
    const log = logs.of(person);
    const known = knownId(lookUp, person, log);
    const account = known === null ? SAME : await accountNow(lookUp, person, known);
    if (!account.ok) return account;
    if (account.value !== null && known !== null) {
      const { why, isHere, moved } = account.value;
      if (isHere === 'under-this-login') strangers.set(person.member, why);
      if (isHere === 'under-this-login' && moved !== null) meant.set(moved, stillMeant(person));
      if (isHere === 'under-another') renamedAway.set(address, why);
      if (isHere === 'nowhere') notInvited.set(address, why);
      else formerIds.set(address, known);
      continue;
    }
    if (!missing.includes(person)) continue;
    const why = logs.unreadable ?? notInvitedAgain(absentPerson(lookUp, person, log));
    if (why !== null) notInvited.set(address, why);
  }
  return success({ notInvited, renamedAway, meant, strangers, formerIds }, logs.warnings);
}

function membershipOf({ scope, member }: ExpectedPerson): Address {
  return memberAddress(scope, member);
}

/** Whether somebody is in, or on the way in. An invitation that failed is neither. */
function isThere({ index, endpoint }: PeopleLookUp, { scope, member }: ExpectedPerson): boolean {
  // What nobody could read is not missing from it.
  if (
    index.organization.unknown.some(({ of }) => of !== 'organization' && 'scope' in of && of.scope === scope)
  )
    return true;
  if (scope === endpoint.organization) return index.members.has(member) || index.invitations.has(member);
  const repository = index.repositories.get(scope);
  if (repository === undefined) return true;
  const id = index.people.get(member)?.id;
  return (
    repository.collaborators.some(({ person }) => person.id === id) ||
    repository.invitations.some(({ person, expired }) => person.id === id && !expired)
  );
}

function absentPerson(
  { index, endpoint, remembered, now }: PeopleLookUp,
  person: ExpectedPerson,
  log: readonly LoggedAction[] | null,
): AbsentPerson {
  const { scope, member, display, inviteAgain } = person;
  const repository = index.repositories.get(scope);
  const failed =
    repository === undefined
      ? (index.failedInvitations.get(member) ?? []).flatMap((one) =>
          one.failed === null ? [] : [one.failed],
        )
      : repository.invitations.flatMap((one): readonly FailedAttempt[] =>
          one.expired && one.person.id === index.people.get(member)?.id
            ? [{ at: one.sentAt, reason: 'nobody accepted it within 7 days' }]
            : [],
        );
  return {
    login: display,
    place: repository === undefined ? endpoint.login : `repository ${repository.name}`,
    log:
      log === null
        ? null
        : log.filter((line) =>
            repository === undefined
              ? line.action.startsWith('org.')
              : line.repository?.toLowerCase() === repository.name.toLowerCase(),
          ),
    failed: failed.toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    remembered: remembered?.people.get(membershipOf(person)) ?? null,
    inviteAgain,
    now,
  };
}

/** The number of the account that was meant by a login, as it was last seen; null where nobody knows it. */
function knownId(
  { remembered }: PeopleLookUp,
  person: ExpectedPerson,
  log: readonly LoggedAction[] | null,
): KnownId | null {
  const kept = remembered?.ids.get(membershipOf(person)) ?? null;
  const line = log === null ? undefined : log.find(({ userId }) => userId !== null);
  const told = line === undefined ? null : { id: `user:${line.userId}`, at: new Date(line.at).toISOString() };
  const latest = kept === null || (told !== null && told.at > kept.at) ? told : kept;
  // Whoever is invited again on purpose is the one who has the login now.
  const forgiven =
    latest !== null && person.inviteAgain !== null && Date.parse(latest.at) < Date.parse(person.inviteAgain);
  return forgiven ? null : latest;
}

interface AccountChange {
  readonly why: Unsupported;
  /** Whether an account is here that this is about: another one under the written login, or the one that was meant. */
  readonly isHere: 'under-this-login' | 'under-another' | 'nowhere';
  /** How the one that was meant is known here now; null where it is not here. */
  readonly moved: MemberId | null;
}

const SAME: Outcome<AccountChange | null> = success(null);

/** Whether the login is still the account's that was meant; null for yes. */
async function accountNow(
  lookUp: PeopleLookUp,
  person: ExpectedPerson,
  { id }: KnownId,
): Promise<Outcome<AccountChange | null>> {
  const { index } = lookUp;
  const number = Number(id.slice('user:'.length));
  const here = index.people.get(person.member);
  if (here?.id === number) return SAME;
  const [key, moved] = [...index.people].find(([, one]) => one.id === number) ?? [null, null];
  if (here === undefined && moved === null && index.invitations.has(person.member)) return SAME;
  const login = moved === null ? await loginNow(lookUp, number) : success(moved.login);
  if (!login.ok) return login;
  if (here === undefined && login.value?.toLowerCase() === person.display.toLowerCase()) return SAME;
  return success({
    why: accountChanged(lookUp, person, number, login.value, here !== undefined),
    isHere: here !== undefined ? 'under-this-login' : moved !== null ? 'under-another' : 'nowhere',
    moved: key,
  });
}

function stillMeant({ display }: ExpectedPerson): Unsupported {
  return {
    code: 'account-changed',
    why: `The documents call this account ${display}, which was its login.`,
    wayOut: `Write the new login in place of ${display}.`,
  };
}

function accountChanged(
  { now }: PeopleLookUp,
  { display }: ExpectedPerson,
  number: number,
  login: string | null,
  taken: boolean,
): Unsupported {
  const what =
    login === null
      ? `The account that was called ${display} (number ${number}) is not there any more`
      : `The account that was called ${display} (number ${number}) is called ${login} now`;
  const other = taken ? 'and another account has the login' : 'and who has the login is somebody else';
  const again = `If the account that has it now is meant, write \`invite-again: ${now.slice(0, 10)}\` in the entry.`;
  return {
    code: 'account-changed',
    why: `${what}, ${other}. Nothing is given to them.`,
    wayOut: login === null ? `Remove the entry. ${again}` : `Write ${login} in place of ${display}. ${again}`,
  };
}

/** What GitHub calls an account now; null where there is none of that number. */
async function loginNow({ client, endpoint }: PeopleLookUp, number: number): Promise<Outcome<string | null>> {
  const exchange = await client.get({ route: 'GET /user/{account_id}', parameters: { account_id: number } });
  const origin = githubOrigin(endpoint, `/user/${number}`);
  switch (exchange.end) {
    case 'failure':
      return failure(exchange.diagnostic);
    case 'refusal':
      if (exchange.kind === 'missing') return success(null);
      return failure(diagnostic('connector-incomplete-read', exchange.problem.detail, origin));
    case 'answer': {
      const decoded = decodeJson(exchange.body, (body) => body.text('login'));
      if (decoded.ok) return success(decoded.value);
      const message = `account ${number}: the answer is not as GitHub documents it: ${decoded.fault}`;
      return failure(diagnostic('connector-protocol', message, origin));
    }
  }
}

interface PeopleLogs {
  /** Null where there is no log. */
  readonly of: (person: ExpectedPerson) => readonly LoggedAction[] | null;
  /** There is a log, and it could not be read now: nobody knows then who left. */
  readonly unreadable: Unsupported | null;
  readonly warnings: readonly Diagnostic[];
}

const NO_LOG: PeopleLogs = { of: () => null, unreadable: null, warnings: [] };

async function readLogs(
  { client, endpoint }: PeopleLookUp,
  missing: readonly ExpectedPerson[],
): Promise<PeopleLogs> {
  const people = [...new Map(missing.map((person) => [person.member, person])).values()];
  const phrases =
    people.length > ONE_BY_ONE
      ? ACTIONS.map((action) => `action:${action}`)
      : people.map(({ display }) => `user:${display}`);
  const [first, ...rest] = phrases;
  if (first === undefined) return NO_LOG;
  // Where there is no log, one request says so.
  const probe = await readLog(client, endpoint, first);
  const read = probe.ok
    ? [probe, ...(await Promise.all(rest.map((p) => readLog(client, endpoint, p))))]
    : [probe];
  const lines: LoggedAction[] = [];
  for (const one of read) {
    if (one.ok) lines.push(...one.value);
    else return one.diagnostics[0]?.code === 'token-forbidden' ? NO_LOG : unreadableLog(one.diagnostics);
  }
  const found = new Map<string, LoggedAction[]>();
  for (const line of lines.toSorted((a, b) => b.at - a.at)) {
    if (line.user === null) continue;
    const key = line.user.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), line]);
  }
  return { of: ({ member }) => found.get(member.toLowerCase()) ?? [], unreadable: null, warnings: [] };
}

function unreadableLog(diagnostics: readonly Diagnostic[]): PeopleLogs {
  return {
    of: () => null,
    unreadable: {
      code: 'not-invited-again',
      why: 'The audit log could not be read, so nobody knows whether they left by themselves.',
      wayOut: 'Apply again when it can be read.',
    },
    warnings: diagnostics.map((one) => ({ ...one, severity: 'warning' })),
  };
}
