/** What people do in a repository, as far as reviews and reports have to do with it. Issues and pull requests share their numbers. */
export interface GithubWork {
  readonly issues: Map<number, GithubIssueRecord>;
  readonly comments: Map<number, GithubCommentRecord>;
  readonly statuses: GithubStatusRecord[];
  readonly checkRuns: Map<number, GithubCheckRunRecord>;
}

/** A person, or the bot of an App: `bylaw[bot]`. */
export interface GithubAuthor {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface GithubIssueRecord {
  readonly number: number;
  readonly author: GithubAuthor;
  title: string;
  body: string | null;
  isOpen: boolean;
  isLocked: boolean;
  labels: readonly string[];
  /** Null for an issue that is no pull request. */
  readonly pull: GithubPullRecord | null;
  readonly createdAt: number;
  updatedAt: number;
}

export interface GithubPullRecord {
  /** Commit at the tip. */
  head: string;
  readonly headBranch: string;
  readonly base: string;
  readonly baseBranch: string;
}

export interface GithubCommentRecord {
  readonly id: number;
  readonly issue: number;
  readonly author: GithubAuthor;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface GithubStatusRecord {
  readonly id: number;
  readonly sha: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly author: GithubAuthor;
  readonly createdAt: number;
}

export interface GithubCheckRunRecord {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly slug: string;
  conclusion: string | null;
  title: string | null;
  summary: string | null;
  /** Appended to, and never replaced. */
  readonly annotations: unknown[];
  readonly createdAt: number;
}

export function noWork(): GithubWork {
  return { issues: new Map(), comments: new Map(), statuses: [], checkRuns: new Map() };
}

/** One more than the last issue or pull request. */
export function nextIssueNumber({ issues }: GithubWork): number {
  return Math.max(0, ...issues.keys()) + 1;
}
