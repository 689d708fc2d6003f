import { buildAccess } from '../access/build.ts';
import type { Desired } from '../compile/desired.ts';
import { bindExpectations } from '../expectation/bind.ts';
import { evaluate } from '../expectation/evaluate.ts';
import { failedExpectations } from '../report/expectation/diagnostics.ts';
import type { Examined } from '../report/expectation/examined.ts';
import type { Resource } from '../resource/resource.ts';
import type { Diagnostic, Severity } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import type { Session } from './session.ts';

/**
 * The expectations of one organization, looked at in its documents or on the live platform. What there is to say of
 * names in them was said when the documents were read.
 */
export function examine(
  { workspace }: Session,
  desired: Desired,
  live: readonly Resource[] | null,
): Outcome<Examined> {
  const { organization, platform } = desired;
  const bound = bindExpectations(workspace.expectations.get(organization) ?? [], desired, live);
  if (!bound.ok) return bound;
  const resources = live ?? desired.resources;
  const access = buildAccess(platform, resources);
  const side = live === null ? 'desired' : 'live';
  const source = { organization, source: side, platform, resources, access } as const;
  return success({ desired, source, findings: evaluate(bound.value, source) });
}

/**
 * One `expectation-failed` for each expectation that the documents of an organization do not keep; with live resources
 * each says whether it holds today, and so whether the change is what breaks it.
 */
export function brokenExpectations(
  session: Session,
  desired: Desired,
  severity: Severity,
  live: readonly Resource[] | null = null,
): readonly Diagnostic[] {
  const written = examine(session, desired, null);
  if (!written.ok) return written.diagnostics;
  const today = live === null ? null : examine(session, desired, live);
  return failedExpectations(written.value, today?.ok === true ? today.value : null, severity);
}
