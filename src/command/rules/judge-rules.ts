import { compile } from '../../compile/compile.ts';
import type { Desired } from '../../compile/desired.ts';
import {
  lookAheadCut,
  mostLooksAhead,
  type WindowBoundary,
  windowBoundariesAfter,
} from '../../compile/look-ahead.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { documentOf, type Session } from '../session/session.ts';
import type { BaseRules, JudgedRules } from './judged-rules.ts';

const NO_RULES: JudgedRules = { findings: [], told: [], faults: [] };

/**
 * Judges the documents by the Rules documents of the workspace, and by those of the base of a change, where there are any:
 * then what judges is loaded.
 */
export async function judgeRules(session: Session, base: BaseRules): Promise<JudgedRules> {
  const { rules } = session.workspace;
  if (rules === null && base === null) return NO_RULES;
  const { judgeWritten, alsoByBase } = await import('./judge-written.ts');
  const now = rules === null ? NO_RULES : await judgeWritten(session, rules, new Map());
  return base === null ? now : alsoByBase(session, now, await judgeWritten(session, base, new Map()));
}

/**
 * What rules will find in the documents at each instant at which a window begins or ends, and do not find `now`: warnings.
 * Codes: those of rules, and as information `look-ahead-cut`.
 */
export async function judgeRulesAhead(session: Session, now: JudgedRules): Promise<readonly Diagnostic[]> {
  const { rules } = session.workspace;
  if (rules === null || hasErrors(now.faults)) return [];
  const turns = turnsOf(session);
  if (turns.length === 0) return [];
  const { judgeAhead } = await import('./judge-ahead.ts');
  const most = mostLooksAhead({ resources: session.chosen.flatMap(({ resources }) => resources) });
  const looked = turns.slice(0, most).map(({ at, origin }) => ({
    at,
    origin,
    compiled: () => compiledAt(session, at),
  }));
  return [...(await judgeAhead(session, rules, now.findings, looked)), ...lookAheadCut('Rules', turns, most)];
}

/** Those of all organizations that were asked for, each instant once. */
function turnsOf({ chosen }: Session): readonly WindowBoundary[] {
  const all = new Map(
    chosen.flatMap((desired) => windowBoundariesAfter(desired)).map((turn) => [Date.parse(turn.at), turn]),
  );
  return [...all].sort(([a], [b]) => a - b).map(([, turn]) => turn);
}

/** Organizations without a window are the same at every instant. */
function compiledAt(session: Session, at: string): readonly Desired[] {
  return session.workspace.organizations.flatMap((desired): readonly Desired[] => {
    const document = documentOf(session, desired.organization);
    if (document === null || desired.windows.length === 0) return [];
    const later = compile(document, desired.platform, at);
    return later.ok ? [later.value] : [];
  });
}
