import type { LiveWriter } from '../../connector/connector.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { saveAppliedPlace } from '../session/applied-place.ts';
import { loadRemembered, rememberedAfter, saveRemembered } from '../session/remembered-organization.ts';
import { type Session, stateDirectory } from '../session/session.ts';

/**
 * Writes down whom and what an apply last saw, where the platform cannot tell later what became of them. Reports
 * file-unwritable, a warning: access waits for no cache.
 */
export function rememberApplied(
  session: Session,
  { plan, second, result }: ApplyResult,
  writer: LiveWriter,
): readonly Diagnostic[] {
  return [
    ...written(session, plan.organization, 'where it is', 'that it moves elsewhere is not seen', () =>
      saveAppliedPlace(session, plan.desired),
    ),
    ...rememberSeen(session, { plan, second, result }, writer),
  ];
}

function rememberSeen(
  session: Session,
  { plan, second, result }: Pick<ApplyResult, 'plan' | 'second' | 'result'>,
  { lookUp, lastingId }: LiveWriter,
): readonly Diagnostic[] {
  const seen = second ?? (result === 'unchanged' ? plan : null);
  if (lookUp === undefined || lastingId === undefined || seen === null) return [];
  const { organization } = plan;
  const lost = 'a renamed login is not told from another, and who left is invited again';
  return written(session, organization, 'what was seen', lost, () => {
    const directory = stateDirectory(session.workspace);
    const before = loadRemembered(directory, organization);
    saveRemembered(directory, organization, rememberedAfter(plan.desired, seen.live, lastingId, before));
  });
}

function written(
  session: Session,
  organization: string,
  what: string,
  lost: string,
  write: () => void,
): readonly Diagnostic[] {
  try {
    write();
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${what[0]?.toUpperCase()}${what.slice(1)} of ${organization} could not be written down in ${stateDirectory(session.workspace)}: ${reason}`;
    return [
      diagnostic('file-unwritable', message, null, { severity: 'warning', hint: `Without it ${lost}.` }),
    ];
  }
}
