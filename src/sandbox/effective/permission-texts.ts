import { expandWildcard } from '../permission-wildcards.ts';
import type { AccessRules } from './access-rules.ts';

/** `queues:read!orders`: what a permission allows, for one text alone. Null for a name without a text. */
function partsOf(name: string): { readonly general: string; readonly text: string } | null {
  const cut = name.indexOf('!');
  return cut > 0 && cut < name.length - 1 ? { general: name.slice(0, cut), text: name.slice(cut + 1) } : null;
}

/** Whether a name says a permission of the platform for a text. */
export function isForText(name: string, parameters: AccessRules['parameters']): boolean {
  const parts = partsOf(name);
  return parts !== null && parameters.has(parts.general);
}

/** The rules of an organization in which these patterns are written: all texts among them are permissions of their own. */
export function withTexts(rules: AccessRules, written: Iterable<string>): AccessRules {
  const { parameters } = rules;
  if (parameters.size === 0) return rules;
  const texts = new Set([...written].filter((name) => isForText(name, parameters)));
  // Whatever a general permission brings along is brought for the same text.
  for (const name of texts) for (const other of broughtBy(name, rules)) if (partsOf(other)) texts.add(other);
  /** Texts that a permission is about besides its own. */
  const about = (name: string): readonly string[] => {
    const parts = partsOf(name);
    if (parts === null) return [...texts].filter((one) => partsOf(one)?.general === name);
    return parameters.get(parts.general) === 'prefix' ? [...texts].filter((one) => one.startsWith(name)) : [];
  };
  const granted = (patterns: readonly string[]): ReadonlySet<string> => {
    const plain = patterns.filter((pattern) => !isForText(pattern, parameters));
    const all = new Set([...rules.granted(plain), ...patterns.filter((pattern) => texts.has(pattern))]);
    for (const name of all) {
      if (partsOf(name) !== null) for (const other of broughtBy(name, rules)) all.add(other);
      for (const one of about(name)) all.add(one);
    }
    return all;
  };
  const catalogue = [...rules.catalogue, ...[...texts].sort()];
  return {
    ...rules,
    catalogue,
    kinds: new Map(
      [...rules.kinds].map(([kind, one]) => [kind, { ...one, attached: granted([...one.attached]) }]),
    ),
    moduleOf: (permission) => rules.moduleOf(partsOf(permission)?.general ?? permission),
    granted,
    taken: (patterns) => {
      const named = patterns.flatMap((pattern) =>
        isForText(pattern, parameters) ? [pattern] : expandWildcard(pattern, catalogue),
      );
      return new Set(named.flatMap((name) => [name, ...about(name)]));
    },
    // Of the texts that a permission is about, none is needed: it is about others, too.
    needed: (name) => new Set([name, ...broughtBy(name, rules)]),
  };
}

/** What a permission implies; of one for a text the same text of that, with what comes with any that has none. */
function broughtBy(name: string, { parameters, granted }: AccessRules): readonly string[] {
  const parts = partsOf(name);
  if (parts === null) return [...granted([name])].filter((one) => one !== name);
  return [...granted([parts.general])]
    .filter((one) => one !== parts.general)
    .flatMap((one) => (parameters.has(one) ? [`${one}!${parts.text}`] : [one, ...granted([one])]));
}
