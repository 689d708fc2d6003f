import { type KeptRole, keptRoles, leastOf } from '../../platform/kept-roles.ts';
import type { ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { keepersOf, sideOf } from '../keepers.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';

/** Exactly as many holders of a role as there must be: the next lost phone locks everybody out. */
export const singleOwner = lintRule({
  code: 'single-owner',
  means: 'A role has only as many holders as the platform requires.',
  wayOut: 'Give it to one more person, so that one can be away.',
  why: 'Somebody has to hold a role, or to be able to do what it can, and there are no more people than there have to be: when one falls ill, nobody can act, and nobody can leave. Asked where members, groups and assignments are all under `authority: full`.',
  usual: 'warning',
  *check({ desired }: LintContext): Generator<LintFinding, void> {
    const { authority, platform, resources } = desired;
    if ([authority.member, authority.group, authority.assignment].some((a) => a !== 'full')) return;
    const side = sideOf(platform, resources);
    for (const rule of keptRoles(platform)) {
      const keepers = keepersOf(rule, platform, side);
      for (const { attributes, origin } of modelOf(resources).all('scope')) {
        if (attributes.kind !== rule.at) continue;
        const people = keepers(attributes.path);
        if (people.size !== leastOf(rule)) continue;
        yield {
          message: `${[...people].join(' and ')} alone ${wordsOf(rule, attributes.path, people.size)}.`,
          origin,
          hint: `Make somebody else ${rule.role} as well, so that one can be away.`,
        };
      }
    }
  },
});

function wordsOf({ rule, role }: KeptRole, path: ScopePath, count: number): string {
  switch (rule) {
    case 'minimum-holders':
      return `${count === 1 ? 'is' : 'are'} ${role} on ${path}`;
    case 'last-holder-stays':
      return `can do on ${path} all that ${role} can`;
  }
}
