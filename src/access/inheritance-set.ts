import type { Inheritance, ScopeKind } from '../platform/platform-definition.ts';
import { splitChoice } from '../resource/choices.ts';
import type { Entries } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';

/** How a scope inherits by what it is set to. */
export interface InheritanceSet {
  readonly inherits: Inheritance;
  /** The line that sets it, or what is live; the platform's word where nobody says it. */
  readonly origin: Origin;
}

/** Null where nothing that such a scope is set to says how it inherits. A setting of which nothing is known counts as unwritten. */
export function inheritanceSet(
  { settings }: ScopeKind,
  written: Entries,
  platform: string,
): InheritanceSet | null {
  for (const [name, { values, unwritten }] of settings) {
    if (![...values.values()].some(({ inherits }) => inherits !== null)) continue;
    const said = [...written].find(([entry]) => splitChoice(entry).subject === name);
    const value = said === undefined ? unwritten : splitChoice(said[0]).value;
    const inherits = values.get(value)?.inherits ?? null;
    if (inherits === null) return null;
    const origin: Origin =
      said === undefined ? { from: 'platform', platform, what: `setting ${name}` } : said[1];
    return { inherits, origin };
  }
  return null;
}
