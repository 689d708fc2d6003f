import { EditableDocuments } from '../missing/edit/editable-documents.ts';
import type { ReviewVerdict } from '../policy/review-document.ts';
import { decisionDraft } from '../review/decision-draft.ts';
import { dayOf } from '../review/review-period.ts';
import type { ReviewStanding } from '../review/review-state.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { isDraftList } from '../source/edit/draft.ts';
import { known } from '../source/known.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { EditTrials } from '../workspace/edit-trial.ts';
import type { Command } from './command.ts';
import { findGrant, type NamedGrant } from './deciding/find-grant.ts';
import { revisedFiles } from './deciding/revised-files.ts';
import { showPatch } from './deciding/show-patch.ts';
import type { Arguments } from './options.ts';
import { failCommand } from './output.ts';
import { openSession, type Session } from './session/session.ts';

const VERDICTS: ReadonlyMap<string, ReviewVerdict> = new Map([
  ['keep', 'kept'],
  ['revoke', 'revoked'],
]);

export const decide: Command<'json'> = {
  name: 'decide',
  usage: 'keep|revoke GRANT',
  options: ['workspace', 'at', 'organization', 'by', 'note', 'write'],
  formats: ['text', 'json'],
  optionHelp: { at: 'the day of the decision (default: today)' },
  async run(context) {
    const asked = askedFor(context.args);
    if (!asked.ok) return failCommand(context, 'decide', asked.diagnostics);
    const names = context.args.texts('organization');
    const session = openSession(context, names.length === 0 ? 'all' : names, { basis: 'written' });
    if (!session.ok) return failCommand(context, 'decide', session.diagnostics);
    const { chosen, workspace } = session.value;
    const grants = chosen.flatMap(({ organization }): readonly ReviewedCandidate[] => {
      const reviews = workspace.reviews.get(organization);
      if (reviews === undefined) return [];
      return reviews.standings.map((standing) => {
        const { grant, origin } = standing.grant;
        return { organization, grant, origin, standing };
      });
    });
    const found = findGrant(grants, asked.value.grant, 'bylaw reviews');
    if (!found.ok) return failCommand(context, 'decide', found.diagnostics);
    const files = decided(session.value, found.value, asked.value);
    if (!files.ok) return failCommand(context, 'decide', files.diagnostics);
    return showPatch(context, 'decide', workspace.root, files.value, []);
  },
};

interface ReviewedCandidate extends NamedGrant {
  readonly standing: ReviewStanding;
}

interface AskedDecision {
  readonly verdict: ReviewVerdict;
  readonly grant: string;
  readonly by: string;
  readonly note: string | null;
}

function askedFor(args: Arguments): Outcome<AskedDecision> {
  const [word, grant, ...more] = args.positionals;
  const verdict = word === undefined ? undefined : VERDICTS.get(word);
  const by = args.text('by');
  if (verdict === undefined || grant === undefined || more.length > 0 || by === null) {
    const message = 'A decision says whether to keep or to revoke, of which grant, and who decides.';
    const hint = 'bylaw decide keep "bo@acme.com in group qa" --by ana@acme.com';
    return failure(diagnostic('usage', message, null, { hint }));
  }
  return success({ verdict, grant, by, note: args.text('note') });
}

/** The files with one decision more, tried: it has to count. */
function decided(
  { workspace, chosen, instant }: Session,
  { organization, standing }: ReviewedCandidate,
  { verdict, by, note }: AskedDecision,
) {
  const desired = known(
    chosen.find((one) => one.organization === organization),
    'the organization of a grant',
  );
  const document = known(
    workspace.documents.find(({ name }) => name === organization),
    'the documents of an organization',
  );
  const trials = new EditTrials(workspace, desired, document);
  const editable = new EditableDocuments(trials.files(), organization, desired.platform);
  const day = dayOf(Date.parse(instant));
  const draft = decisionDraft(standing.grant, organization, { decision: verdict, day, by, note });
  const texts = editable.edited([
    {
      document: null,
      path: ['decisions'],
      change: (value) => [...(isDraftList(value) ? value : []), draft],
    },
  ]);
  const tried = texts === null ? null : trials.compiled(texts);
  if (texts === null || tried === null || tried.reviews === null) {
    const message = 'The documents cannot be read any more with this decision in them.';
    const hint =
      verdict === 'revoked' ? 'Something else needs the grant: change the documents by hand.' : null;
    return failure(diagnostic('decision-refused', message, standing.grant.origin, { hint }));
  }
  const after = tried.reviews.standings.find(({ grant }) => grant.key === standing.grant.key);
  const last = after?.grant.decision ?? null;
  if (last?.decision === verdict && last.day.value === day && last.by.value === by)
    return success(revisedFiles(editable, texts));
  const faults = tried.reviews.findings.filter(
    ({ code }) => code === 'review-by-self' || code === 'review-not-by-owner',
  );
  const before = new Set(
    known(workspace.reviews.get(organization), 'its reviews').findings.map(({ message }) => message),
  );
  const ours = faults.filter(({ message }) => !before.has(message));
  const told = ours.length > 0 ? ours : faults;
  if (told.length > 0) return failure(told.map((one) => ({ ...one, origin: standing.grant.origin })));
  const message = 'This decision would not count: a later one stands in the documents.';
  return failure(diagnostic('decision-refused', message, standing.grant.origin));
}
