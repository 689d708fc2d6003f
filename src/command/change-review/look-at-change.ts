import type { OrganizationDiff } from '../../diff/organization-diff.ts';
import { organizationDiff } from '../../diff/organization-diff.ts';
import { sidesOf } from '../../diff/organization-sides.ts';
import { DISK } from '../../file/file-tree.ts';
import type { PlanSentences } from '../../pull-request/review-of-change.ts';
import type { ComparedBase } from '../../report/diff/compared-with.ts';
import { endedExpectations, failedExpectations } from '../../report/expectation/expectation-diagnostics.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, outcome, success } from '../../source/outcome.ts';
import { loadFrom, type Workspace, workspaceFile } from '../../workspace/workspace.ts';
import { judgedByBase } from '../based/judging-base.ts';
import type { CommandContext } from '../command.ts';
import { instantFrom } from '../output.ts';
import { changedInputs, writtenOf } from '../planning/changed-inputs.ts';
import { readPlanFile } from '../planning/plan-file.ts';
import { judgeRules } from '../rules/judge-rules.ts';
import { baseFrom, comparedBase } from '../session/base-option.ts';
import { runExpectations } from '../session/run-expectations.ts';
import { openSession } from '../session/session.ts';

/** Both sides of a change, compared, and what judges it. */
export interface LookedAtChange {
  readonly base: ComparedBase;
  readonly diffs: readonly OrganizationDiff[];
  readonly diagnostics: readonly Diagnostic[];
  readonly planned: readonly PlanSentences[] | null;
  readonly workspace: Workspace;
}

/**
 * Documents that are refused for what they come to (guard rails, expectations, lint) are compared all the same: a review shows
 * what was refused. Those that cannot be read are not: then nothing is known. Fails with all that reading both sides and a plan
 * file can find.
 */
export async function lookAtChange(
  context: CommandContext,
  otherwise: string | null,
): Promise<Outcome<LookedAtChange>> {
  const instant = instantFrom(context);
  if (!instant.ok) return instant;
  const session = openSession(context, 'all', { basis: 'written' });
  const loaded = session.ok ? success(session.value.workspace) : lenient(context, instant.value);
  if (!loaded.ok) return session.ok ? loaded : session;
  const workspace = loaded.value;
  const base = baseFrom(context, { workspace, instant: instant.value }, otherwise);
  if (!base.ok) return base;
  const planned = plannedBy(context, workspace);
  if (!planned.ok) return planned;
  const sides = sidesOf(base.value.workspace, workspace);
  const judges = session.ok ? await judgedByBase(session.value, base.value.workspace) : null;
  if (judges?.ok === false) return judges;
  const judged = session.ok ? await judgeRules(session.value, judges?.value.workspace?.rules ?? null) : null;
  const expected = session.ok
    ? session.value.chosen.flatMap((desired): readonly Diagnostic[] => {
        const one = runExpectations(session.value, desired, null);
        if (!one.ok) return one.diagnostics;
        return [...failedExpectations(one.value, null, 'error'), ...endedExpectations(one.value)];
      })
    : [];
  return success({
    base: comparedBase(base.value),
    diffs: sides.map((one) => organizationDiff(one)),
    diagnostics: [
      ...(session.ok
        ? session.value.diagnostics.map((one) => workspace.reviewFaults.get(one) ?? one)
        : session.diagnostics),
      ...workspace.lint(),
      ...expected,
      ...(judged === null ? [] : [...judged.faults, ...judged.told]),
      ...(judges === null ? [] : judges.value.diagnostics),
      ...planned.diagnostics,
    ],
    planned: planned.value,
    workspace,
  });
}

/** As a base is read, whose own errors of judgement stop nothing. */
function lenient({ args }: CommandContext, instant: string): Outcome<Workspace> {
  const file = workspaceFile(args.text('workspace') ?? '.');
  return loadFrom(DISK, file, { instant, shard: null, isBase: true });
}

/** What a saved plan does; a plan of other documents says nothing of this change. */
function plannedBy({ args }: CommandContext, workspace: Workspace): Outcome<readonly PlanSentences[] | null> {
  const path = args.text('plan');
  if (path === null) return success(null);
  const read = readPlanFile(path);
  if (!read.ok) return read;
  const { organizations } = read.value;
  const names = new Set(organizations.map(({ organization }) => organization));
  const written = writtenOf(names, workspace.documents);
  const planned = organizations.map(({ organization, facts }) => ({ organization, changes: facts }));
  return outcome(planned, changedInputs(read.value, { inputs: workspace.inputs, written }));
}
