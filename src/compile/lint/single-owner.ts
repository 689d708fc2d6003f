import { resourcesOf } from '../../resource/resource.ts';
import { holdersOf } from '../holders.ts';
import type { Finding, LintRule, Material } from './rule.ts';

/** Exactly as many holders of a role as there must be: the next lost phone locks everybody out. */
export const singleOwner: LintRule = {
  why: 'The platform wants somebody to hold a role, and there are no more holders than it wants: when one falls ill, nobody can act, and nobody can leave. Asked where members, groups and assignments are all under `authority: full`.',
  usual: 'warning',
  *find({ desired }: Material): Generator<Finding, void> {
    const { authority, platform, resources } = desired;
    if ([authority.member, authority.group, authority.assignment].some((a) => a !== 'full')) return;
    for (const rule of platform.invariants) {
      if (rule.rule !== 'minimum-holders') continue;
      const holders = holdersOf(rule.role, resources);
      for (const { attributes, origin } of resourcesOf(resources, 'scope')) {
        const { people } = holders(attributes.path);
        if (attributes.kind !== rule.at || people.size !== rule.count) continue;
        yield {
          message: `${[...people].join(' and ')} alone ${people.size === 1 ? 'is' : 'are'} ${rule.role} on ${attributes.path}.`,
          origin,
          hint: `Make somebody else ${rule.role} as well, so that one can be away.`,
        };
      }
    }
  },
};
