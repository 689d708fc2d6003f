import { type MemberId, memberId } from '../../resource/identifiers.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { decodeJson } from '../protocol/json-object.ts';
import { githubOrigin } from './github-endpoint.ts';
import type { GithubPerson } from './github-facts.ts';
import { type GithubWriteContext, lookAt } from './github-write-step.ts';

/** Whose login it is now: one that nobody has, or that is another's meanwhile, must not be written to. */
export async function personCalled(
  writeContext: GithubWriteContext,
  login: string,
): Promise<Outcome<GithubPerson>> {
  const { endpoint } = writeContext;
  const origin = githubOrigin(endpoint, `/users/${encodeURIComponent(login)}`);
  const found = await lookAt(writeContext, {
    route: 'GET /users/{username}',
    parameters: { username: login },
  });
  if (!found.ok) return found;
  if (found.value === null) {
    return failure(
      diagnostic('connector-refused', `There is no account ${login} on GitHub; nothing was sent`, origin, {
        hint: 'Is it written rightly? An account that was renamed or deleted is not found by its old login.',
      }),
    );
  }
  const person = decodeJson(found.value.body, (body) => ({
    id: body.whole('id'),
    login: body.text('login'),
  }));
  if (!person.ok) {
    const message = `The answer about ${login} is not as GitHub documents it: ${person.fault}`;
    return failure(diagnostic('connector-protocol', message, origin));
  }
  const { compare } = endpoint.platform.members;
  if (memberId(person.value.login, compare) === memberId(login, compare)) return success(person.value);
  const message = `The account ${login} is called ${person.value.login} now; nothing was sent`;
  return failure(
    diagnostic('connector-refused', message, origin, {
      hint: `Write ${person.value.login} in place of ${login}.`,
    }),
  );
}

export function loginOf({ index }: Pick<GithubWriteContext, 'index'>, member: MemberId): string {
  const invited = index.invitations.get(member) ?? index.failedInvitations.get(member)?.[0];
  return index.people.get(member)?.login ?? invited?.login ?? member;
}
