import { kindBelow } from '../../../platform/kind-below.ts';
import type { PlatformDefinition, ScopeKindName } from '../../../platform/platform-definition.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import { known } from '../../../source/known.ts';
import { sentences } from '../../../source/sentences.ts';

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
    const plural = known(rest[at], 'a kind in the path');
    const found = kindBelow(kind, plural, platform);
    if (found === undefined) {
      const below = [...platform.scopeKinds.values()].filter(({ parents }) => parents.includes(kind));
      const plurals = below.map((one) => one.plural).filter((one) => one !== null);
      const there = plurals.length > 0 ? `There are ${plurals.join(', ')}.` : null;
      const above = platform.scopeKinds.get(kind)?.title ?? kind;
      return {
        fault: sentences(
          `${platform.title} has no ${JSON.stringify(plural)} below a scope of kind ${above}.`,
          didYouMean(plural, plurals) ?? there,
        ),
      };
    }
    kind = found.name;
  }
  return { kind };
}
