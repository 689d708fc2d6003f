import type { LiveWriter } from '../../connector/connector.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { loadRemembered, rememberedAfter, saveRemembered } from '../session/remembered-organization.ts';
import { stateDirectory } from '../session/session.ts';

/**
 * Writes down whom and what an apply last saw, where the platform cannot tell later what became of them. Reports
 * file-unwritable, a warning: access waits for no cache.
 */
export function rememberApplied(
  workspace: Workspace,
  { plan, second, result }: ApplyResult,
  { lookUp, lastingId }: LiveWriter,
): readonly Diagnostic[] {
  const seen = second ?? (result === 'unchanged' ? plan : null);
  if (lookUp === undefined || lastingId === undefined || seen === null) return [];
  const directory = stateDirectory(workspace);
  const { organization } = plan;
  try {
    const before = loadRemembered(directory, organization);
    saveRemembered(directory, organization, rememberedAfter(plan.desired, seen.live, lastingId, before));
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `What was seen of ${organization} could not be written down in ${directory}: ${reason}`;
    const hint = 'Without it a renamed login is not told from another, and who left is invited again.';
    return [diagnostic('file-unwritable', message, null, { severity: 'warning', hint })];
  }
}
