import type { Written, WrittenWindow } from './document-types.ts';

/**
 * What a Guardrails document says, by names as written. Several may speak of one organization; then the strictest of
 * each limit holds (`guardrail/limits-in-force.ts`).
 */

/** What a limit counts in the whole organization. */
export const WHOLE_LIMITS = [
  'members',
  'group-members',
  'assignments',
  'groups',
  'roles',
  'scopes',
  'access',
  'reduced',
] as const;
/** What a limit counts of each group, scope or person by itself. */
export const SINGLE_LIMITS = ['each-group', 'each-scope', 'each-person'] as const;
export const LIMIT_NAMES = [...WHOLE_LIMITS, ...SINGLE_LIMITS] as const;

export type WholeLimit = (typeof WHOLE_LIMITS)[number];
export type SingleLimit = (typeof SINGLE_LIMITS)[number];
export type LimitName = (typeof LIMIT_NAMES)[number];

/** How much may go by one apply. Each part by itself is a limit; null: not said. */
export interface WrittenLimit {
  /** So many at most. */
  readonly count: number | null;
  /** So many of a hundred at most. */
  readonly percent: number | null;
  /** No share is too great of fewer than this. */
  readonly few: number | null;
  readonly origin: Written<unknown>['origin'];
}

/** `maximum: 5`, of whoever can do on a scope all that the role gives. */
export interface WrittenHolders {
  /** The sentence it is reported by. */
  readonly name: string;
  readonly role: Written<string>;
  /** Scopes, or patterns over scope paths. */
  readonly on: readonly Written<string>[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly origin: Written<unknown>['origin'];
}

/** Where an organization is: what is not written of it may be anything. */
export interface WrittenPlace {
  readonly platform: string | null;
  readonly url: string | null;
  readonly remote: string | null;
}

/** A reviewed leave for one change that a guard rail would stop. */
export interface WrittenException {
  /** Names the change. */
  readonly name: string;
  readonly origin: Written<unknown>['origin'];
  /** Limits, each with the most that may go by it: more than that is another change. */
  readonly limits: ReadonlyMap<LimitName, number>;
  /** The group, scope or person that limits of single ones are lifted for; null: each. */
  readonly of: Written<string> | null;
  /** Protected people and groups that may lose something. */
  readonly protected: readonly Written<string>[];
  /** Sentences of `holders`. */
  readonly holders: readonly Written<string>[];
  /** Whether all who administer may be people who were not there. */
  readonly administration: boolean;
  /** Where the organization is from now on. */
  readonly connection: WrittenPlace | null;
  readonly reason: string | null;
  readonly owner: string | null;
  readonly window: WrittenWindow;
}

export interface GuardrailsDocument {
  readonly file: string;
  /** Names of organizations, or patterns over them. */
  readonly organizations: readonly Written<string>[];
  readonly limits: ReadonlyMap<LimitName, WrittenLimit | 'off'>;
  readonly protected: {
    readonly members: readonly Written<string>[];
    readonly groups: readonly Written<string>[];
    /** Who Bylaw itself is on the platform. */
    readonly bylaw: Written<string> | null;
  };
  readonly holders: readonly WrittenHolders[];
  readonly exceptions: readonly WrittenException[];
  /** How many days an exception may last at most. */
  readonly longestException: number | null;
}
