import type { Desired } from '../compile/desired.ts';
import { loadJournals } from '../journal/journal-folder.ts';
import { inReviewOrder, isOpen, type ReviewEntry } from '../report/reviews/review-entries.ts';
import { reviewsJson } from '../report/reviews/reviews-json.ts';
import { reviewsMarkdown } from '../report/reviews/reviews-markdown.ts';
import { reviewsText } from '../report/reviews/reviews-text.ts';
import { type RemediationEvidence, remediationOf } from '../review/remediation.ts';
import type { OrganizationReviews } from '../review/review-organizations.ts';
import { daysUntil } from '../review/review-state.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import { compareText } from '../source/text-order.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { openLiveReader } from './session/open-connection.ts';
import { readAndCompare } from './session/plan-organization.ts';
import { openSession, type Session, selectionFrom, stateDirectory } from './session/session.ts';
import { withinFrom } from './within-option.ts';

export const reviews: Command<'markdown' | 'json'> = {
  name: 'reviews',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'at', 'within', 'owner', 'live', 'url', 'no-cache'],
  formats: ['text', 'markdown', 'json'],
  optionHelp: {
    within: 'how far to look ahead, e.g. 30d, 6w (default: windows.announce-days of bylaw.yaml)',
    live: 'read the platform, and tell of each revoked grant whether it is gone',
  },
  async run(context) {
    const isLive = context.args.flag('live');
    const session = openSession(context, selectionFrom(context.args), {
      basis: isLive ? 'connected' : 'written',
    });
    if (!session.ok) return failCommand(context, 'reviews', session.diagnostics);
    const { chosen, workspace } = session.value;
    const within = withinFrom(context.args, workspace.document.announceDays);
    if (!within.ok) return failCommand(context, 'reviews', within.diagnostics);
    const owner = context.args.text('owner');
    const entries: ReviewEntry[] = [];
    // What is overdue stands in the list itself.
    const diagnostics: Diagnostic[] = session.value.diagnostics.filter(
      ({ code }) => code !== 'review-overdue',
    );
    for (const desired of chosen) {
      const own = workspace.reviews.get(desired.organization);
      if (own === undefined) continue;
      const evidence = isLive ? await evidenceOf(session.value, desired) : success(null);
      context.console.progress(null);
      if (!evidence.ok) return failCommand(context, 'reviews', [...diagnostics, ...evidence.diagnostics]);
      entries.push(...entriesOf(desired, own, owner, evidence.value));
    }
    const limit = within.value.ms;
    const shown = inReviewOrder(
      entries.filter(({ standing, days }) => standing === 'revoked' || days * DAY <= limit),
    );
    const { text: asked } = within.value;
    await showResult(context, {
      text: (style) => reviewsText(shown, asked, style, diagnostics),
      markdown: () => reviewsMarkdown(shown, asked, diagnostics),
      json: () => reviewsJson(shown, asked, diagnostics),
    });
    return shown.some(isOpen) ? EXIT.changes : EXIT.clean;
  },
};

const DAY = 86_400_000;

/** What is live now, and what the last apply could not do. */
async function evidenceOf(session: Session, desired: Desired): Promise<Outcome<RemediationEvidence>> {
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  const plan = await readAndCompare(desired, reader.value);
  if (!plan.ok) return plan;
  const { journals } = loadJournals(stateDirectory(session.workspace), desired.organization);
  const [last] = [...journals].sort((a, b) => compareText(b.header.at, a.header.at));
  const refused = new Set<string>();
  if (last !== undefined) {
    const without = new Set(
      last.answered.flatMap(({ n, result }) => (result === 'refused' || result === 'failed' ? [n] : [])),
    );
    const marks = new Set(last.sent.flatMap(({ n, mark }) => (without.has(n) ? [mark] : [])));
    for (const { address, writes } of last.changes)
      if (writes.some((mark) => marks.has(mark))) refused.add(address);
  }
  return success({ plan: plan.value, refused });
}

function entriesOf(
  { organization, instant }: Desired,
  { standings, unbound, owners }: OrganizationReviews,
  owner: string | null,
  evidence: RemediationEvidence | null,
): readonly ReviewEntry[] {
  const now = Date.parse(instant);
  const bound = standings
    .filter(({ grant: { review } }) => {
      if (owner === null) return true;
      const isNamed = review.owners.some(({ value }) => value === owner);
      return isNamed || owners.get(review)?.includes(owner) === true;
    })
    .map(({ grant, standing, due }): ReviewEntry => {
      const { decision, identity, review } = grant;
      const isRevoked = standing === 'revoked' && decision !== null;
      return {
        organization,
        grant: grant.grant,
        origin: grant.origin,
        standing,
        due,
        days: daysUntil(due, now),
        owners: review.owners.map(({ value }) => value),
        decision,
        remediation: isRevoked ? remediationOf(identity, decision, evidence) : null,
      };
    });
  if (owner !== null) return bound;
  // What was revoked and is written no more has no review: whether it is gone is worth knowing all the same.
  const gone = unbound
    .filter(({ decision }) => decision.decision === 'revoked')
    .map(
      ({ identity, decision, grant }): ReviewEntry => ({
        organization,
        grant,
        origin: decision.origin,
        standing: 'revoked',
        due: decision.day.value,
        days: daysUntil(decision.day.value, now),
        owners: [],
        decision,
        remediation: remediationOf(identity, decision, evidence),
      }),
    );
  return [...bound, ...gone];
}
