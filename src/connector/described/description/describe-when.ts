import { nearest } from '../../../source/did-you-mean.ts';
import { quote } from '../../../source/quote.ts';
import type { DocumentPath } from '../../../source/source-document.ts';
import type { NamingSite } from '../write/named-paths.ts';
import { kindsTold, SCOPE_PLACES } from '../write/scope-places.ts';
import type { WriteNames } from '../write/write-names.ts';
import type { WhenDocument } from './connector-document.ts';
import type { ValuePlace } from './describe-values.ts';
import { SCOPE_NAMES } from './said-conditions.ts';
import type { WhenCondition } from './write-description.ts';

/** The words that a name can have; of scopes where they stand and their kinds, and of others any. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  principal: ['member', 'group'],
  grant: ['roles', 'below', 'denied'],
  state: ['active', 'invited', 'deactivated', 'expired'],
};

/** What has to be so for a way to fit. Code: `connector-invalid`. */
export function describeWhen(
  written: WhenDocument | undefined,
  names: WriteNames,
  at: DocumentPath,
  site: NamingSite,
  { findings }: ValuePlace,
): ReadonlyMap<string, WhenCondition> {
  const wrong = (where: DocumentPath, message: string, hint: string): void =>
    findings.atKey('connector-invalid', where, message, { hint });
  const when = new Map<string, WhenCondition>();
  const optional = [
    ...Object.keys(names.texts).filter((name) => names.texts[name] === 'maybe'),
    ...Object.keys(names.lists).filter((name) => names.when.includes(name)),
  ];
  const allowed = [...new Set([...names.when, ...optional])];
  for (const [name, said] of written === undefined ? [] : Object.entries(written)) {
    if (!allowed.includes(name)) {
      const near = nearest(name, allowed);
      const hint =
        allowed.length === 0
          ? 'Remove when.'
          : near === null
            ? `Names here: ${allowed.join(', ')}.`
            : `Did you mean \`${near}\`?`;
      wrong([...at, name], `The write has no ${quote(name)} to look at.`, hint);
      continue;
    }
    if (typeof said === 'string') {
      if (!optional.includes(name) && !Object.hasOwn(names.lists, name))
        wrong([...at, name], `${quote(name)} is always there.`, 'Write a list of words.');
      when.set(name, { is: said === 'present' ? 'present' : 'absent' });
      continue;
    }
    const words = wordsOf(name, site);
    for (const word of said) {
      if (words?.includes(word) === false) {
        wrong([...at, name], `${quote(name)} is never ${quote(word)}.`, `Words: ${words.join(', ')}.`);
      }
    }
    when.set(name, { is: 'among', words: said });
  }
  return when;
}

/** Undefined: any. */
function wordsOf(name: string, { api }: NamingSite): readonly string[] | undefined {
  if (!SCOPE_NAMES.includes(name)) return Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  const kinds = kindsTold(api.entries);
  return kinds === null ? undefined : [...SCOPE_PLACES, ...kinds];
}
