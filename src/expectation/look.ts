import { buildAccess } from '../access/build-access.ts';
import { compileWithoutEnds, hasEnded } from '../compile/compile.ts';
import type { Desired, Forbidden } from '../compile/desired.ts';
import type { OrganizationDocument, WrittenExpectation } from '../policy/document-types.ts';
import type { Resource } from '../resource/resource.ts';
import { type Outcome, success } from '../source/outcome.ts';
import { bindExpectations } from './bind-expectations.ts';
import { liveWithoutEnded, partedByEnds } from './ended.ts';
import { type EvaluatedState, evaluate } from './evaluate.ts';
import { type ExpectationFinding, isBreach, isExpectationMet } from './expectation.ts';

/** What an organization is expected to keep, and what it is written in. */
export interface Expected {
  readonly expectations: readonly WrittenExpectation[];
  readonly desired: Desired;
  /** What `desired` was compiled from; null where it is not at hand, and then ends are told from nothing. */
  readonly document: OrganizationDocument | null;
}

export interface Looked {
  readonly side: EvaluatedState;
  readonly findings: readonly ExpectationFinding[];
}

/** What holds of the documents; what only an end has caused is parted from the rest. Fails as `bindExpectations`. */
export function lookAtDocuments(expected: Expected): Outcome<Looked> {
  const { desired, document, expectations } = expected;
  const looked = lookAt(expected, null);
  if (!looked.ok || looked.value.findings.every(isExpectationMet) || document === null || !hasEnded(desired))
    return looked;
  const withoutEnds = compileWithoutEnds(document, desired);
  if (withoutEnds === null) return looked;
  const other = lookAt({ expectations, desired: withoutEnds, document }, null);
  if (!other.ok) return looked;
  const findings = partedByEnds(looked.value.findings, other.value.findings);
  return success({ side: looked.value.side, findings }, looked.diagnostics);
}

/**
 * What of an organization's documents is given only by ends although an expectation rules it out, for plans to hold back.
 * Nothing where expectations cannot be bound: whoever reads the documents hears of that.
 */
export function forbiddenByEnds(expected: Expected): readonly Forbidden[] {
  const { desired, expectations } = expected;
  if (expectations.length === 0 || !hasEnded(desired)) return [];
  const looked = lookAtDocuments(expected);
  if (!looked.ok) return [];
  return looked.value.findings.flatMap(({ expectation, faults }) =>
    faults.flatMap((expectationFault): readonly Forbidden[] => {
      if (!isBreach(expectationFault) || expectationFault.byEnd !== true) return [];
      const { members, permissions, scopes } = expectationFault;
      return [{ expectation: expectation.name, origin: expectation.origin, members, permissions, scopes }];
    }),
  );
}

/** What holds on the live platform, where an end that was taken is no more of a fault than in the documents. */
export function lookAtLive(expected: Expected, live: readonly Resource[]): Outcome<Looked> {
  const looked = lookAt(expected, live);
  if (!looked.ok || looked.value.findings.every(isExpectationMet)) return looked;
  const written = lookAtDocuments(expected);
  if (!written.ok) return looked;
  const findings = liveWithoutEnded(looked.value.findings, written.value.findings);
  return success({ side: looked.value.side, findings }, looked.diagnostics);
}

function lookAt({ expectations, desired }: Expected, live: readonly Resource[] | null): Outcome<Looked> {
  const { platform } = desired;
  const bound = bindExpectations(expectations, desired, live);
  if (!bound.ok) return bound;
  const resources = live ?? desired.resources;
  const side = {
    platform,
    resources,
    // Where nothing is expected nobody may ask.
    get access() {
      return buildAccess(platform, resources);
    },
  };
  return success({
    side,
    findings: bound.value.length === 0 ? [] : evaluate(bound.value, side),
  });
}
