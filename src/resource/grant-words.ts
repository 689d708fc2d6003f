import type { Origin } from '../source/origin.ts';
import type { AssignmentAttributes } from './resource.ts';
import { entriesFrom } from './resource-types.ts';

/** What an assignment gives and takes. */
export type Grants = Pick<AssignmentAttributes, 'roles' | 'below' | 'denied'>;

/** No key of a role holds a colon. */
const BELOW = 'below:';
const DENIED = 'denied:';

/**
 * What an assignment gives and takes, a word for each role, in order: `editor`, `below:viewer` of one that holds on the
 * scopes below alone, `denied:auditor` of one that is denied. Where one text stands for a principal, it is made of these.
 */
export function grantWords({ roles, below, denied }: Grants): readonly string[] {
  return [
    ...[...roles.keys()].sort(),
    ...[...below.keys()].map((role) => `${BELOW}${role}`).sort(),
    ...[...denied.keys()].map((role) => `${DENIED}${role}`).sort(),
  ];
}

export function grantsOfWords(words: readonly string[], origin: Origin): Grants {
  const after = (mark: string): readonly string[] =>
    words.filter((word) => word.startsWith(mark)).map((word) => word.slice(mark.length));
  const plain = words.filter((word) => !word.startsWith(BELOW) && !word.startsWith(DENIED));
  return {
    roles: entriesFrom(plain, origin),
    below: entriesFrom(after(BELOW), origin),
    denied: entriesFrom(after(DENIED), origin),
  };
}

/** The role that a word speaks of. */
export function roleOfWord(word: string): string {
  return word.slice(word.indexOf(':') + 1);
}
