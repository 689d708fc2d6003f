import type { ForgeAnswer } from './forge-answer.ts';

/**
 * Where the code is kept and changes are reviewed, as far as Bylaw looks and writes there. Whoever writes degrades: each
 * call says whether it was refused, and why.
 */
export interface Forge {
  readonly name: 'GitHub' | 'GitLab';
  /** `acme/access`, for messages. */
  readonly repository: string;
  readonly limits: ForgeLimits;
  /** Whom the token is of. By it, and by nothing else, is known what is one's own. */
  self(): Promise<ForgeAnswer<ForgeAccount>>;
  change(number: number): Promise<ForgeAnswer<ForgeChange>>;
  /** All of them, the oldest first; those that the forge itself makes are left out. */
  comments(thread: ForgeThread): Promise<ForgeAnswer<readonly ForgeComment[]>>;
  addComment(thread: ForgeThread, body: string): Promise<ForgeAnswer<ForgeComment>>;
  editComment(thread: ForgeThread, id: number, body: string): Promise<ForgeAnswer<ForgeComment>>;
  deleteComment(thread: ForgeThread, id: number): Promise<ForgeAnswer<null>>;
  /** Issues with all of these labels, whatever their state, the oldest first. Pull requests are none. */
  issues(labels: readonly string[]): Promise<ForgeAnswer<readonly ForgeIssue[]>>;
  openIssue(issue: NewForgeIssue): Promise<ForgeAnswer<ForgeIssue>>;
  editIssue(number: number, edit: ForgeIssueEdit): Promise<ForgeAnswer<ForgeIssue>>;
  /** A commit's mark: one for each context, the last one counts. */
  setStatus(commit: string, status: ForgeStatus): Promise<ForgeAnswer<null>>;
  /** Null where the forge has none. Refused as `forbidden` where the token is not an App's. */
  readonly checks: ForgeChecks | null;
}

/** In characters as the forge counts them: code points. */
export interface ForgeLimits {
  readonly comment: number;
  readonly issue: number;
  readonly statusText: number;
}

export interface ForgeAccount {
  readonly login: string;
}

/** A pull request, or a merge request. */
export interface ForgeChange {
  readonly number: number;
  readonly isOpen: boolean;
  /** The commit at its tip now. */
  readonly head: string;
  /** The branch that it is to be merged into. */
  readonly target: string;
}

/** What can be commented. */
export interface ForgeThread {
  readonly on: 'change' | 'issue';
  readonly number: number;
}

export interface ForgeComment {
  readonly id: number;
  /** Login; null for somebody who is no more. */
  readonly author: string | null;
  readonly body: string;
}

export interface ForgeIssue {
  readonly number: number;
  readonly author: string | null;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly url: string;
}

export interface NewForgeIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What is left out stays. */
export interface ForgeIssueEdit {
  readonly title?: string;
  readonly body?: string;
  readonly isOpen?: boolean;
}

export interface ForgeStatus {
  readonly context: string;
  readonly state: 'pending' | 'success' | 'failure';
  readonly text: string;
  readonly url: string | null;
}

export interface ForgeChecks {
  /** What one request takes; the others are appended. */
  readonly annotationsAtOnce: number;
  /** In code points. */
  readonly summary: number;
  create(check: NewForgeCheck): Promise<ForgeAnswer<{ readonly id: number }>>;
  /** Appends annotations: what was sent before stays. */
  append(id: number, more: ForgeCheckOutput): Promise<ForgeAnswer<null>>;
}

export interface NewForgeCheck {
  readonly name: string;
  readonly commit: string;
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly output: ForgeCheckOutput;
}

export interface ForgeCheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly ForgeAnnotation[];
}

/** Something to be said at a line of a file of the repository. */
export interface ForgeAnnotation {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
