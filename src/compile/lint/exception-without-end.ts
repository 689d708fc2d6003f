import { GRANT_KEYS, type WrittenWindow } from '../../policy/document-types.ts';
import { type LintContext, type LintFinding, lintRule } from './lint-rule.ts';
import { writtenScopes } from './written-scopes.ts';

/** What needs a reason is an exception, and exceptions that nobody ends or looks at again become the rule. */
export const exceptionWithoutEnd = lintRule({
  code: 'exception-without-end',
  means: 'A grant with a reason has neither an end nor a review date.',
  wayOut: 'Add `until` or `review-by`.',
  why: 'A grant with a `reason` is an exception. Without `until` and `review-by` it stays long after its reason is forgotten.',
  usual: 'off',
  *check({ document }: LintContext): Generator<LintFinding, void> {
    for (const { path, written } of writtenScopes({ document })) {
      for (const holder of [...written.members, ...written.groups]) {
        const name = 'key' in holder ? holder.key : `group ${holder.name}`;
        // The holder's own end is an end of all that is written with him.
        const ends = isEnded(holder.window);
        if (isOpen(holder.window)) yield finding(`${name} on ${path}`, holder.origin);
        for (const { role, window, origin } of GRANT_KEYS.flatMap((key) => holder[key])) {
          if (isOpen(window) && !ends) yield finding(`${role} for ${name} on ${path}`, origin);
        }
        if ('key' in holder) continue;
        for (const entries of [holder.members, holder.groups]) {
          if (entries === null || ends) continue;
          for (const entry of entries)
            if (isOpen(entry.window)) yield finding(`${entry.name} in ${name}`, entry.origin);
        }
      }
    }
  },
});

function isOpen(window: WrittenWindow): boolean {
  return window.reason !== null && !isEnded(window);
}

function isEnded({ until, reviewBy }: WrittenWindow): boolean {
  return until !== null || reviewBy !== null;
}

function finding(grant: string, origin: LintFinding['origin']): LintFinding {
  return {
    message: `${grant} is an exception with a reason and without an end.`,
    origin,
    hint: 'Add `until`, or `review-by` if the end is not known yet.',
  };
}
