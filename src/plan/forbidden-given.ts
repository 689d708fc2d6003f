import { buildAccess } from '../access/build-access.ts';
import type { Desired } from '../compile/desired.ts';
import { mapResources } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import type { Spelling } from '../resource/spelling.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';
import { accepted } from './access-after-acceptance.ts';
import { newlyForbidden } from './ends.ts';

/**
 * What an expectation rules out, what the documents give only because something ended, and what no holding back of ends
 * keeps from being given: then the end was not what gave it here, and such a plan is refused like any that breaks an
 * expectation. Reports `expectation-failed`.
 */
export function forbiddenGiven(
  desired: Desired,
  live: readonly Resource[],
  target: readonly Resource[],
  spelling: Spelling,
): readonly Diagnostic[] {
  if (desired.forbidden === undefined || desired.forbidden.length === 0) return [];
  // Whoever is invited holds it when they accept, and no plan is asked then.
  const seen = (resources: readonly Resource[]) =>
    buildAccess(desired.platform, mapResources(resources, accepted));
  const [before, after] = [seen(live), seen(target)];
  return newlyForbidden(desired, before, after).map(({ expectation, origin, members }) =>
    diagnostic(
      'expectation-failed',
      `The expectation ${quote(expectation)} does not hold: this plan would newly give ${members.map(spelling).join(' and ')} what it rules out, and not only by an end.`,
      origin,
      { hint: 'Correct the documents or the expectation; nothing is applied before.' },
    ),
  );
}
