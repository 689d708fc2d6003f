/** What `bylaw connector test` looks at, in the order in which it is told. */
export const CONNECTOR_CHECKS = ['read', 'twice', 'pages', 'effective', 'writes'] as const;

export type ConnectorCheckName = (typeof CONNECTOR_CHECKS)[number];

/**
 * `partly`: it holds as far as could be seen, and not all could. `not-shown`: nothing can be said, for the file describes
 * nothing of the kind, nobody asked, or the organization has nothing to show it by.
 */
export type ConnectorVerdict = 'shown' | 'partly' | 'not-shown' | 'failed';

/** What was counted, by a word for each: it is all that a badge holds. */
export type ConnectorCounts = Readonly<Record<string, number>>;

export interface ConnectorCheck {
  readonly check: ConnectorCheckName;
  readonly verdict: ConnectorVerdict;
  /** One sentence. */
  readonly said: string;
  readonly counts: ConnectorCounts;
  /** What is not as it has to be, or was left behind: one line each. */
  readonly details: readonly string[];
}

/** A permission that only one of the two says that somebody has. */
export interface AnswerDifference {
  readonly person: string;
  readonly scope: string;
  readonly permission: string;
  readonly heldBy: 'bylaw' | 'platform';
  /** The path by which Bylaw holds it; null where the platform alone does. */
  readonly path: string | null;
}

/** What became of one kind of write that a connector file describes. */
export interface TestedKind {
  readonly kind: string;
  readonly verdict: ConnectorVerdict;
  /** How many of its ways were taken, and how many there are. */
  readonly ways: { readonly taken: number; readonly described: number };
  /** Why it was not shown, what came beside it, or what was not as it was meant: one line each. */
  readonly details: readonly string[];
}

/** What became of all of them. */
export interface TestedWrites {
  /** With what all names of it begin. */
  readonly prefix: string;
  readonly kinds: readonly TestedKind[];
  /** What is not as it was before, for somebody to clean up: one line each. */
  readonly left: readonly string[];
  readonly interrupted: boolean;
}

export interface ConnectorTested {
  readonly connector: string;
  readonly organization: string;
  readonly platform: string;
  /** As the platform tells it; null where the file does not ask. */
  readonly version: string | null;
  readonly checks: readonly ConnectorCheck[];
  readonly differences: readonly AnswerDifference[];
  /** Null where nobody asked for it. */
  readonly writes: TestedWrites | null;
  /** Requests sent, retries counted. */
  readonly requests: number;
  /** The file that the badge was written into; null where none was. */
  readonly badge: string | null;
}

export function isShown({ checks }: Pick<ConnectorTested, 'checks'>): boolean {
  return checks.every(({ verdict }) => verdict !== 'failed');
}
