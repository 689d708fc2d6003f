import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GithubSeed } from '../../src/sandbox/github/world/github-seed.ts';
import type { GithubCommentRecord, GithubWork } from '../../src/sandbox/github/world/github-work.ts';
import { type GithubStandInForTests, openGithubStandIn } from '../sandbox/github/open-github-stand-in.ts';
import { Repository } from '../workspace/repository.ts';
import { type Finished, run } from './bylaw.ts';
import { document } from './workspaces.ts';

/** The bot of the App whose token the job has. */
export const bot = 'ci[bot]';

export const PEOPLE = `roles:
  writer: { title: Writer, permissions: ["documents:write"] }
members:
  ana@acme.example: { roles: [admin] }
  bo@acme.example: { roles: [viewer] }
`;

export const WORKSPACE = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:1" }
`;

const NUMBER = 7;
const JWT_PART = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the App may do: as the token of a workflow with these permissions. */
const PERMISSIONS = { pull_requests: 'write', checks: 'write', statuses: 'write' } as const;

export interface PullRequest {
  readonly repository: Repository;
  readonly github: GithubStandInForTests;
  readonly work: GithubWork;
  readonly environment: NodeJS.ProcessEnv;
  /** A commit on the branch whose documents are those of `main`, changed; the pull request is at it then. */
  push(change: (text: string) => string): string;
  /** The event of the job, as GitHub writes it. */
  event(more?: object): void;
  review(...words: readonly string[]): Promise<Finished>;
  reviewWith(variables: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<Finished>;
}

export interface PullRequestOptions {
  readonly text?: string;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  /** Of a user, and not of an App: with the classic token of an owner. */
  readonly byUser?: boolean;
  /** Folder of the workspace in the repository. */
  readonly folder?: string;
}

/** A repository with one workspace, a branch, and an open pull request of it on a stand-in for GitHub. */
export async function pullRequest(options: PullRequestOptions = {}): Promise<PullRequest> {
  const { text = PEOPLE, permissions = PERMISSIONS, folder = '.' } = options;
  const repository = new Repository();
  const file = join(folder, 'access/acme.yaml');
  const base = repository.commit({ [join(folder, 'bylaw.yaml')]: WORKSPACE, [file]: document(text) });
  repository.git('checkout', '-q', '-b', 'more');
  const seed: GithubSeed = {
    organizations: [
      {
        login: 'acme',
        owners: ['octavia'],
        members: ['mallory'],
        repositories: [
          {
            name: 'access',
            visibility: 'public',
            pulls: [{ number: NUMBER, author: 'octavia', branch: 'more', head: base, base }],
          },
        ],
      },
    ],
    apps: [{ id: 7, slug: 'ci', installations: [{ id: 70, organization: 'acme', permissions }] }],
  };
  const github = await openGithubStandIn({ seed });
  onTestFinished(() => github.close());
  const [home] = [...github.organization('acme').repositories.values()];
  const issue = home?.work.issues.get(NUMBER);
  if (home === undefined || issue === undefined || issue.pull === null) throw new Error('no pull request');
  const { pull } = issue;
  const token = options.byUser === true ? github.token : await appToken(github);
  const place = join(repository.folder, '..');
  const eventFile = join(repository.folder, '.git', 'event.json');
  const { PATH, HOME } = process.env;
  const environment = {
    PATH,
    HOME,
    TMPDIR: place,
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'acme/access',
    GITHUB_RUN_ID: '4711',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: eventFile,
    GITHUB_STEP_SUMMARY: join(repository.folder, '.git', 'summary.md'),
    GITHUB_TOKEN: token,
  };
  const home_ = { full_name: 'acme/access' };
  const event = (more: object = {}): void =>
    writeFileSync(
      eventFile,
      JSON.stringify({
        number: NUMBER,
        pull_request: { head: { sha: pull.head, repo: home_ }, base: { sha: base, repo: home_ } },
        ...more,
      }),
    );
  const reviewWith = (variables: NodeJS.ProcessEnv, ...words: readonly string[]) =>
    run(['review', ...words], {
      cwd: join(repository.folder, folder),
      env: { ...environment, GITHUB_SHA: pull.head, ...variables },
    });
  event();
  return {
    repository,
    github,
    work: home.work,
    environment,
    event,
    push: (change) => {
      pull.head = repository.commit({ [file]: document(change(text)) });
      event();
      return pull.head;
    },
    review: (...words) => reviewWith({}, ...words),
    reviewWith,
  };
}

export function commentsOf({ work }: PullRequest): readonly GithubCommentRecord[] {
  return [...work.comments.values()];
}

async function appToken(github: GithubStandInForTests): Promise<string> {
  const jwt = `${JWT_PART({})}.${JWT_PART({ iss: 7, exp: 9e9 })}.x`;
  const issued = await github.ask('POST', '/app/installations/70/access_tokens', undefined, {
    authorization: `Bearer ${jwt}`,
  });
  return String(issued.body.token);
}
