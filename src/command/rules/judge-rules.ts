import type { Session } from '../session/session.ts';
import type { JudgedRules, RuleSide } from './judged-rules.ts';

const NO_RULES: JudgedRules = { findings: [], told: [], faults: [] };

/**
 * Judges by the Rules documents of the workspace, where there are any: then what judges is loaded. `sides` by organization;
 * of one that is not in it, the documents are judged.
 */
export async function judgeRules(
  session: Session,
  sides: ReadonlyMap<string, RuleSide>,
): Promise<JudgedRules> {
  const { rules } = session.workspace;
  if (rules === null) return NO_RULES;
  const { judgeWritten } = await import('./judge-written.ts');
  return judgeWritten(session, rules, sides);
}
