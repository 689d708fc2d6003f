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
  const granted = (patterns: readonly string[]): ReadonlySet<string> => {
    const plain = patterns.filter((pattern) => !isForText(pattern, parameters));
    const all = new Set([...rules.granted(plain), ...patterns.filter((pattern) => texts.has(pattern))]);
    for (const name of all) {
      const parts = partsOf(name);
      if (parts === null) {
        for (const one of texts) if (partsOf(one)?.general === name) all.add(one);
        continue;
      }
      for (const other of broughtBy(name, rules)) all.add(other);
      if (parameters.get(parts.general) === 'prefix')
        for (const one of texts) if (one.startsWith(name)) all.add(one);
    }
    return all;
  };
  return {
    ...rules,
    catalogue: [...rules.catalogue, ...[...texts].sort()],
    kinds: new Map(
      [...rules.kinds].map(([kind, one]) => [kind, { ...one, attached: granted([...one.attached]) }]),
    ),
    moduleOf: (permission) => rules.moduleOf(partsOf(permission)?.general ?? permission),
    granted,
  };
}

function broughtBy(name: string, { parameters, granted }: AccessRules): readonly string[] {
  const parts = partsOf(name);
  if (parts === null) return [];
  return [...granted([parts.general])]
    .filter((one) => one !== parts.general)
    .map((one) => (parameters.has(one) ? `${one}!${parts.text}` : one));
}
