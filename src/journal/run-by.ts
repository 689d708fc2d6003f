import { hostname, userInfo } from 'node:os';
import type { RunBy } from './journal-record.ts';

/** Where each CI server says who and what runs. */
const SYSTEMS = [
  {
    system: 'github-actions',
    sign: 'GITHUB_ACTIONS',
    actor: 'GITHUB_ACTOR',
    run: 'GITHUB_RUN_ID',
    url: ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }: CiEnvironment) =>
      server === undefined || repository === undefined || run === undefined
        ? null
        : `${server}/${repository}/actions/runs/${run}`,
  },
  {
    system: 'gitlab-ci',
    sign: 'GITLAB_CI',
    actor: 'GITLAB_USER_LOGIN',
    run: 'CI_JOB_ID',
    url: ({ CI_JOB_URL: url }: CiEnvironment) => url ?? null,
  },
  {
    system: 'azure-pipelines',
    sign: 'TF_BUILD',
    actor: 'BUILD_REQUESTEDFOR',
    run: 'BUILD_BUILDID',
    url: () => null,
  },
  {
    system: 'jenkins',
    sign: 'JENKINS_URL',
    actor: 'BUILD_USER_ID',
    run: 'BUILD_TAG',
    url: ({ BUILD_URL: url }: CiEnvironment) => url ?? null,
  },
  { system: 'ci', sign: 'CI', actor: 'CI_ACTOR', run: 'CI_RUN_ID', url: () => null },
] as const;

type CiEnvironment = Readonly<Record<string, string | undefined>>;

export function runBy(environment: CiEnvironment): RunBy {
  const found = SYSTEMS.find(({ sign }) => (environment[sign] ?? '') !== '');
  return {
    user: userName(),
    host: hostname() || null,
    pid: process.pid,
    ci:
      found === undefined
        ? null
        : {
            system: found.system,
            actor: environment[found.actor] ?? null,
            run: environment[found.run] ?? null,
            url: found.url(environment),
          },
  };
}

/** Containers run under users that nobody has given a name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
