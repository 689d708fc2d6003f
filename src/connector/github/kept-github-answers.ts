import type { Connection } from '../connector.ts';
import type { ClientClock } from '../http/time.ts';
import { KeptAnswers } from '../protocol/kept-answers.ts';
import type { GithubEndpoint } from './github-endpoint.ts';
import { githubAppIn } from './github-settings.ts';

/** Answers of runs before, where they are kept. An App has another token each hour, and is known by its key. */
export function keptGithubAnswers(
  { answers, secrets, settings }: Connection,
  { rest, login }: GithubEndpoint,
  version: string,
  time: ClientClock,
): KeptAnswers | null {
  if (answers === undefined) return null;
  const app = githubAppIn(settings);
  return KeptAnswers.of({
    folder: answers,
    secrets: Object.values(secrets),
    of: [rest, version, login, app === null ? 'token' : `app ${app.id} ${app.installation}`],
    now: () => time.now(),
  });
}
