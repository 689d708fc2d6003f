import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Session } from '../session/session.ts';
import type { JudgedRules } from './judged-rules.ts';

const NO_RULES: JudgedRules = { findings: [], told: [], faults: [] };

/** Judges the documents by the Rules documents of the workspace, where there are any: then what judges is loaded. */
export async function judgeRules(session: Session): Promise<JudgedRules> {
  const { rules } = session.workspace;
  if (rules === null) return NO_RULES;
  const { judgeWritten } = await import('./judge-written.ts');
  return judgeWritten(session, rules, new Map());
}

/** What rules will find at the ends of windows, and do not find `now`. */
export async function judgeRulesAhead(session: Session, now: JudgedRules): Promise<readonly Diagnostic[]> {
  const { rules } = session.workspace;
  if (rules === null || session.chosen.every(({ windows }) => windows.length === 0)) return [];
  const { judgeAhead } = await import('./judge-ahead.ts');
  return judgeAhead(session, rules, now.findings);
}
