import type { PlatformDefinition } from '../../../platform/definition.ts';
import type { Row } from '../../provider/protocol/row.ts';
import type { Place } from '../problems.ts';
import { kindAt } from '../scope-path.ts';

/** Adds to what was found. */
export type Say = (summary: string, detail: string, ...place: Place) => void;

/** What a check of a block is handed: the rules it is held against, and where to put what it finds. */
export interface Check {
  readonly row: Row;
  readonly platform: PlatformDefinition;
  readonly organization: string;
  readonly say: Say;
}

/** The kind of the scope an attribute names; null where it is not known or, after saying so, where it is wrong. */
export function kindOf(
  { row, platform, organization, say }: Check,
  name: 'path' | 'scope' | 'home',
): string | null {
  const value = row[name];
  if (typeof value !== 'string') return null;
  const answer = kindAt(value, organization, platform);
  if ('kind' in answer) return answer.kind;
  say('No such scope', answer.fault, name);
  return null;
}

/** Keys that are spelled differently and mean one: the last would win over the others, and nobody would see it. */
export function checkTwice(
  { say }: Check,
  name: string,
  keys: readonly string[],
  meant: (key: string) => string,
): void {
  const first = new Map<string, string>();
  for (const key of keys) {
    const one = meant(key);
    const other = first.get(one);
    if (other === undefined) first.set(one, key);
    else
      say(
        'The same one twice',
        `${JSON.stringify(other)} and ${JSON.stringify(key)} are one and the same there. Write one of them.`,
        name,
        { key },
      );
  }
}
