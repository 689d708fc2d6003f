import { buildAccess } from '../../access/build-access.ts';
import type { Desired } from '../../compile/desired.ts';
import type { RulesDocument } from '../../policy/rules-document.ts';
import type { Snapshot } from '../../resource/resource.ts';
import { countAccess } from './counted-access.ts';
import { listedExceptions } from './listed-exceptions.ts';
import type { PageOrganization } from './page-facts.ts';

/**
 * What a review of one organization is made of, as written or, with a snapshot, as it is live; `rules` are the documents
 * that speak of the organization.
 */
export function organizationFacts(
  desired: Desired,
  live: Snapshot | null,
  rules: readonly RulesDocument[],
): PageOrganization {
  const { organization, platform, windows, guardrails, instant } = desired;
  const { resources, membersFrom } = live ?? { resources: desired.resources, membersFrom: undefined };
  const written = desired.written ?? new Map<string, string>();
  return {
    organization,
    source: live === null ? 'desired' : 'live',
    platform,
    resources,
    ...(membersFrom === undefined ? {} : { membersFrom }),
    written: new Map([...written].filter(([member, text]) => member !== text)),
    dates: windows,
    exceptions: listedExceptions(guardrails ?? NONE, rules, Date.parse(instant)),
    counted: countAccess(buildAccess(platform, resources)),
  };
}

const NONE: readonly never[] = [];
