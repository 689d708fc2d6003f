import type { Plan } from '../../plan/plan.ts';
import { unacceptedInvitations } from '../../plan/unaccepted-invitations.ts';
import { known } from '../../source/known.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { engineName } from '../engine-name.ts';
import { joinMarkdown, md } from '../markdown/escape-markdown.ts';
import { bullets, details, heading } from '../markdown/markdown-table.ts';
import { type CommentSection, layoutComment } from '../markdown/pull-request-comment.ts';
import { counted } from '../phrases.ts';
import { NOTHING_MORE, type PlanReportContext } from '../report-context.ts';
import { changesTable } from './changes-table.ts';
import { costLines, ENDED, endingPhrase } from './cost-phrases.ts';
import { type AccessEffect, accessEffectsOf, losingAll } from './effects.ts';
import { codes, effectsTable, RANK } from './effects-table.ts';
import { PENDING, pendingPhrase } from './invitation-phrases.ts';
import { byOrganization, failedIn, planVerdictWith } from './plan-verdict.ts';
import { unmanagedNames } from './unmanaged-names.ts';

const NAMED_ON_TOP = 50;
const FEW_SCOPES = 10;

/** How many scopes one row names: of grave effects, of the others. Less only where not all fits. */
const FOLDS: readonly (readonly [number, number])[] = [
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, FEW_SCOPES],
  [FEW_SCOPES, FEW_SCOPES],
];

/** A plan for a pull request: the verdict, then who loses and gains, then the changes, folded. */
export function planMarkdown(plans: readonly Plan[], extras: PlanReportContext = NOTHING_MORE): string {
  const sorted = byOrganization(plans.map((plan) => ({ plan }))).map(({ plan }) => plan);
  const [only] = sorted;
  const who =
    only !== undefined && sorted.length === 1
      ? md`${only.organization}`
      : md`${counted(sorted.length, 'organization')}`;
  const engine = extras.engine ?? null;
  const verdict = md`**${who}: ${planVerdictWith(sorted, extras.failedExpectations)}.**`;
  const effects = new Map(sorted.map((plan) => [plan, accessEffectsOf(plan)]));
  const rest = [
    ...diagnosticsSections([...extras.diagnostics, ...sorted.flatMap((plan) => plan.diagnostics)]),
    ...(engine === null
      ? []
      : [{ holds: md`the engine`, body: md`<sub>Engine: ${engineName(engine)}</sub>`, rank: RANK.top }]),
  ];
  const elsewhere = md`${'`bylaw plan --json`'} has all of it.`;
  let text = '';
  for (const fold of FOLDS) {
    const sections = sorted.flatMap((plan) =>
      planSections(
        plan,
        known(effects.get(plan), 'the effects of a plan'),
        sorted.length > 1,
        fold,
        extras.failedExpectations,
      ),
    );
    const laid = layoutComment(verdict, [...losingSections(sorted), ...sections, ...rest], elsewhere);
    text = laid.text;
    if (laid.cut === null || (fold !== FOLDS[0] && laid.cut > RANK.everything)) break;
  }
  return text;
}

/** Who is left with nothing, above everything else. */
function losingSections(plans: readonly Plan[]): readonly CommentSection[] {
  return plans.flatMap((plan) => {
    const people = losingAll(plan);
    if (people.length === 0) return [];
    const where = plans.length > 1 ? md` in ${plan.organization}` : md``;
    const lose = md`${counted(people.length, 'person', 'people')} ${people.length === 1 ? 'loses' : 'lose'} all access${where}`;
    const more = people.length - NAMED_ON_TOP;
    const rest = more > 0 ? md` and ${more} more, in the table` : md``;
    const body = md`**${lose}: ${codes(people.slice(0, NAMED_ON_TOP))}${rest}**`;
    return [{ holds: md`who loses all access in ${plan.organization}`, body, rank: RANK.top }];
  });
}

function planSections(
  plan: Plan,
  effects: readonly AccessEffect[],
  headed: boolean,
  fold: readonly [number, number],
  failed: PlanReportContext['failedExpectations'],
): readonly CommentSection[] {
  const { organization, changes, unmanaged, spelling } = plan;
  const says =
    effects.length > 0 || changes.length > 0 || unmanaged.length > 0 || failedIn([plan], failed) > 0;
  const sections: CommentSection[] = [];
  if (headed && says) {
    const verdict = md`${heading(organization)}\n\n${planVerdictWith([plan], failed)}`;
    sections.push({ holds: md`the verdict on ${organization}`, body: verdict, rank: RANK.top });
  }
  if (effects.length > 0)
    sections.push({
      holds: md`who gains and loses access in ${organization}`,
      body: effectsTable(effects, fold),
    });
  if (changes.length > 0)
    sections.push({
      holds: md`the ${counted(changes.length, 'change')} of ${organization}`,
      body: details(`Changes: ${changes.length}`, changesTable(changes, RANK, spelling)),
    });
  sections.push(...endingSections(plan), ...pendingSections(plan));
  if (unmanaged.length > 0) {
    const { roles, others } = unmanagedNames(unmanaged, spelling);
    const list = bullets([
      ...roles.map((name) => ({ item: md`${name}`, rank: RANK.roles })),
      ...others.map((name) => ({ item: md`${name}`, rank: RANK.others })),
    ]);
    sections.push({
      holds: md`${unmanaged.length} unmanaged of ${organization}`,
      body: details(`Unmanaged (live, not written, left alone): ${unmanaged.length}`, list),
    });
  }
  if (plan.cost !== undefined) {
    const body = md`<sub>${costLines(plan.cost).join(' ')}</sub>`;
    sections.push({ holds: md`what the plan of ${organization} takes`, body, rank: RANK.top });
  }
  return sections;
}

/** What goes with the removals that is no access. */
function endingSections({ organization, endings = [] }: Plan): readonly CommentSection[] {
  if (endings.length === 0) return [];
  const list = bullets(endings.map((one) => ({ item: md`${endingPhrase(one)}`, rank: RANK.removals })));
  return [
    {
      holds: md`what ends beside access in ${organization}`,
      body: joinMarkdown([md`**${ENDED}**`, list], '\n\n'),
    },
  ];
}

/** Invitations under way, folded. */
export function pendingSections(
  plan: Pick<Plan, 'organization' | 'live' | 'changes' | 'spelling'>,
): readonly CommentSection[] {
  const pending = unacceptedInvitations(plan);
  if (pending.length === 0) return [];
  const list = bullets(
    pending.map((one) => ({ item: md`${pendingPhrase(one, plan.spelling)}`, rank: RANK.others })),
  );
  return [
    {
      holds: md`${counted(pending.length, 'pending invitation')} of ${plan.organization}`,
      body: details(`${PENDING}: ${pending.length}`, list),
    },
  ];
}
