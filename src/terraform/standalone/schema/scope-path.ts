import type { PlatformDefinition, ScopeKindName } from '../../../platform/platform-definition.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';

export type ScopePathKind = { readonly kind: ScopeKindName } | { readonly fault: string };

/** The kind of the scope a path leads to by the platform's own rules, whether such a scope is there or not. */
export function kindAtPath(path: string, organization: string, platform: PlatformDefinition): ScopePathKind {
  const [root = '', ...rest] = path.split('/');
  if (root !== organization) {
    return {
      fault: `${JSON.stringify(path)} does not begin with ${organization}, the organization of this provider.`,
    };
  }
  if (rest.length % 2 !== 0 || rest.includes('')) {
    return {
      fault: `${JSON.stringify(path)} is not a path: after the organization, kinds and names take turns.`,
    };
  }
  let kind = platform.root;
  for (let at = 0; at < rest.length; at += 2) {
    const plural = rest[at] ?? '';
    const below = [...platform.scopeKinds.values()].filter(({ parents }) => parents.includes(kind));
    const found = below.find((one) => one.plural === plural);
    if (found === undefined) {
      const known = below.flatMap((one) => one.plural ?? []);
      const hint = didYouMean(plural, known) ?? (known.length > 0 ? `There are ${known.join(', ')}.` : '');
      const above = platform.scopeKinds.get(kind)?.title ?? kind;
      return {
        fault:
          `${platform.title} has no ${JSON.stringify(plural)} below a scope of kind ${above}. ${hint}`.trim(),
      };
    }
    kind = found.name;
  }
  return { kind };
}
