/** How a finding stands: brought by what is judged, there already, or known and acknowledged. */
export type FindingState = 'open' | 'stands' | 'acknowledged' | 'failed';

/** What a diagnostic tells of a finding of a rule that somebody wrote, part by part. */
export interface FoundByRule {
  /** The name of the rule, as written. */
  readonly rule: string;
  /** Which rule it is: `separation-of-duties`. */
  readonly check: string;
  readonly state: FindingState;
  readonly organization: string | null;
  readonly person: string | null;
  readonly group: string | null;
  readonly role: string | null;
  readonly scope: string | null;
  readonly permissions: readonly string[];
  /** The word that it is known; null: there is none that holds. */
  readonly acknowledged: {
    readonly name: string;
    readonly reason: string | null;
    readonly owner: string | null;
    readonly until: string | null;
  } | null;
}
