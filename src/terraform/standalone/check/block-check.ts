import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { Row } from '../../provider/protocol/row.ts';
import type { BlockPath } from '../block-diagnostics.ts';
import { kindAtPath } from '../schema/scope-path.ts';

/** Adds to what was found. */
export type ReportProblem = (summary: string, detail: string, ...blockPath: BlockPath) => void;

/** What a check of a block is handed: the rules it is held against, and where to put what it finds. */
export interface BlockCheck {
  readonly row: Row;
  readonly platform: PlatformDefinition;
  readonly organization: string;
  readonly say: ReportProblem;
}

/** The kind of the scope an attribute names; null where it is not known or, after saying so, where it is wrong. */
export function kindOfScopeAttribute(
  { row, platform, organization, say }: BlockCheck,
  name: 'path' | 'scope' | 'home',
): string | null {
  const value = row[name];
  if (typeof value !== 'string') return null;
  const answer = kindAtPath(value, organization, platform);
  if ('kind' in answer) return answer.kind;
  say('No such scope', answer.fault, name);
  return null;
}

/** Keys that are spelled differently and mean one: the last would win over the others, and nobody would see it. */
export function checkTwice(
  { say }: BlockCheck,
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
