import { accessDifference } from '../../diff/access-difference.ts';
import { type OrganizationVersion, sidesOf } from '../../diff/organization-sides.ts';
import { hasErrors } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { RuleMeanings, WrittenRules } from '../../weakening/weaker-rules.ts';
import { type OrganizationWeakening, weakeningsOf } from '../../weakening/workspace-weakenings.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/**
 * What judges changes of these organizations and is weaker than it was. What is not at the base cannot be weaker. Fails where
 * rules of one side cannot be read.
 */
export async function weakeningsSince(
  base: Workspace | null,
  now: Workspace,
  organizations: readonly string[],
): Promise<Outcome<readonly OrganizationWeakening[]>> {
  if (base === null) return success([]);
  const rules = await bothRules(base, now);
  if (!rules.ok) return rules;
  const { before: oldRules, now: newRules, meanings } = rules.value;
  const found = sidesOf(base, now).flatMap((sides) => {
    const { organization, before, after } = sides;
    if (before === null || after === null || !organizations.includes(organization)) return [];
    const version = (of: Workspace, { desired }: OrganizationVersion, written: WrittenRules) => ({
      desired,
      document: known(
        of.documents.find(({ name }) => name === organization),
        'the documents of an organization',
      ),
      workspace: of.document,
      expectations: of.expectations.get(organization),
      rules: written,
    });
    return weakeningsOf(
      version(base, before, oldRules),
      version(now, after, newRules),
      accessDifference(sides).isOtherPlatform,
      meanings,
    );
  });
  return success(found);
}

interface RulesOfBoth {
  readonly before: WrittenRules;
  readonly now: WrittenRules;
  readonly meanings: RuleMeanings;
}

const NO_RULES: WrittenRules = { documents: [], people: [] };
const NO_MEANINGS: RuleMeanings = { usual: () => 'off', more: () => null, choices: () => [] };

/** Nothing is loaded where neither side has a document of rules. */
async function bothRules(base: Workspace, now: Workspace): Promise<Outcome<RulesOfBoth>> {
  if (base.rules === null && now.rules === null)
    return success({ before: NO_RULES, now: NO_RULES, meanings: NO_MEANINGS });
  const { RULE_MEANINGS, rulesAsWritten } = await import('../rules/judge-written.ts');
  const [before, after] = [rulesAsWritten(base.rules), rulesAsWritten(now.rules)];
  const diagnostics = [...before.diagnostics, ...after.diagnostics];
  if (!before.ok || !after.ok || hasErrors(diagnostics)) return failure(diagnostics);
  return success({ before: before.value, now: after.value, meanings: RULE_MEANINGS });
}
