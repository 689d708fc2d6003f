import type { Desired } from '../../compile/desired.ts';
import { guardOrganizations } from '../../guardrail/guard-organizations.ts';
import { failedExpectations } from '../../report/expectation/expectation-diagnostics.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import { weakerExpectations } from '../../weakening/weaker-expectations.ts';
import { weakeningDiagnostic } from '../../weakening/workspace-weakenings.ts';
import type { Base } from '../../workspace/revision/load-base.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CommandContext } from '../command.ts';
import { baseFrom } from '../session/base-option.ts';
import { runExpectations } from '../session/run-expectations.ts';
import { documentOf, type Session } from '../session/session.ts';
import { weakeningsSince } from './weakenings-since.ts';

/** The base of a change, as far as it judges it. */
export interface JudgingBase {
  /** With the guard rails of the base beside those that are written now. */
  readonly session: Session;
  /** Null: there was none. */
  readonly workspace: Workspace | null;
  /** What became weaker, and what the documents do not keep of what the base asks for: errors. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One that was asked for on the command line. */
export interface AskedJudgingBase extends JudgingBase {
  /** Null where nothing was asked for. */
  readonly base: Base | null;
}

/**
 * What judges a change is what judged before it, and what judges from now on: both, so the stricter. Fails as `baseFrom`, and
 * where rules of either cannot be read.
 */
export async function judgingBase(
  context: CommandContext,
  session: Session,
): Promise<Outcome<AskedJudgingBase>> {
  const base = baseFrom(context, session);
  if (!base.ok) return base;
  const judging = await judgedByBase(session, base.value.workspace);
  return judging.ok ? success({ ...judging.value, base: base.value }, judging.diagnostics) : judging;
}

/** The same by a base that is read already. `old`: null where there was none. */
export async function judgedByBase(session: Session, old: Workspace | null): Promise<Outcome<JudgingBase>> {
  const names = session.chosen.map(({ organization }) => organization);
  const weakenings = await weakeningsSince(old, session.workspace, names);
  if (!weakenings.ok) return weakenings;
  if (old === null) return success({ session, workspace: null, diagnostics: [] });
  const before = new Map(old.organizations.map((desired) => [desired.organization, desired]));
  const chosen = session.chosen.map((desired) => guardedToo(desired, before.get(desired.organization)));
  return success({
    session: { ...session, chosen },
    workspace: old,
    diagnostics: [
      ...weakenings.value.map(weakeningDiagnostic),
      ...chosen.flatMap((desired) => [
        ...heldByBase(session, desired),
        ...expectedByBase(session, desired, old),
      ]),
    ],
  });
}

/** An organization that is new has no base. */
function guardedToo(desired: Desired, before: Desired | undefined): Desired {
  if (before === undefined) return desired;
  const { guardrails: guardrailsOfBase = [] } = before;
  return { ...desired, guardrailsOfBase };
}

/** Names that the base knows, and the documents no more, are told as what became weaker. */
function heldByBase(session: Session, desired: Desired): readonly Diagnostic[] {
  const { organization, guardrailsOfBase = [], instant } = desired;
  const document = documentOf(session, organization);
  if (document === null || guardrailsOfBase.length === 0) return [];
  const { diagnostics } = guardOrganizations(guardrailsOfBase, [document], [], [desired], instant);
  return diagnostics.filter(({ code }) => code === 'holders');
}

/** Only those that are gone or expect less now: the others are asked anyway. One that names what is no more is not asked. */
function expectedByBase(session: Session, desired: Desired, old: Workspace): readonly Diagnostic[] {
  const { workspace } = session;
  const { organization } = desired;
  const now = workspace.expectations.get(organization);
  return old.expectations.get(organization).flatMap((expectation) => {
    if (weakerExpectations([expectation], now).length === 0) return [];
    const expectations = ListsByKey.from([[organization, expectation] as const]);
    const asked = { ...session, workspace: { ...workspace, expectations } };
    const examined = runExpectations(asked, desired, null);
    return examined.ok ? failedExpectations(examined.value, null, 'error') : [];
  });
}
