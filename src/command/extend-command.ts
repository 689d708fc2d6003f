import { endOfBound } from '../compile/date-bounds.ts';
import type { Desired, GrantWindow } from '../compile/desired.ts';
import { withLaterEnds } from '../missing/edit/later-ends.ts';
import type { RevisedFile } from '../missing/edit/proposed-edits.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { EditTrials } from '../workspace/edit-trial.ts';
import type { Command } from './command.ts';
import { findGrant, type NamedGrant } from './deciding/find-grant.ts';
import { showPatch } from './deciding/show-patch.ts';
import { failCommand } from './output.ts';
import { openSession, type Session } from './session/session.ts';
import { newEndFrom } from './undoing/new-end.ts';

export const extend: Command<'json'> = {
  name: 'extend',
  usage: 'GRANT',
  options: ['workspace', 'at', 'organization', 'until', 'write'],
  formats: ['text', 'json'],
  async run(context) {
    const [grant, ...more] = context.args.positionals;
    const names = context.args.texts('organization');
    const session = openSession(context, names.length === 0 ? 'all' : names, { basis: 'written' });
    if (!session.ok) return failCommand(context, 'extend', session.diagnostics);
    const until = newEndFrom(context.args, session.value.instant);
    if (!until.ok) return failCommand(context, 'extend', until.diagnostics);
    if (grant === undefined || more.length > 0 || until.value === null) {
      const hint = 'bylaw extend "bo@acme.com in group oncall" --until 2027-01-31';
      const message = 'An extension says of which grant, and until when.';
      return failCommand(context, 'extend', [diagnostic('usage', message, null, { hint })]);
    }
    const ending = session.value.chosen.flatMap((desired) =>
      desired.windows.flatMap((window): readonly EndingGrant[] => {
        if (window.endsAt === undefined) return [];
        const { organization } = desired;
        return [{ organization, grant: window.grant, origin: window.origin, window, desired }];
      }),
    );
    const found = findGrant(ending, grant, 'bylaw expiring');
    if (!found.ok) return failCommand(context, 'extend', found.diagnostics);
    const files = extended(session.value, found.value, until.value);
    if (!files.ok) return failCommand(context, 'extend', files.diagnostics);
    return showPatch(context, 'extend', session.value.workspace.root, files.value, []);
  },
};

interface EndingGrant extends NamedGrant {
  readonly window: GrantWindow;
  readonly desired: Desired;
}

function extended(
  { workspace }: Session,
  { desired, window, grant }: EndingGrant,
  until: string,
): Outcome<readonly RevisedFile[]> {
  const endsAt = known(window.endsAt, 'the place of an end');
  const old = Date.parse(known(window.until, 'an end'));
  if (known(endOfBound(until), 'a bound that was read') <= old) {
    const message = `${grant}: ends ${window.until} already, no earlier than ${until}.`;
    const hint = 'To end it earlier, edit `until` by hand.';
    return failure(diagnostic('invalid-date', message, endsAt, { hint }));
  }
  const document = known(
    workspace.documents.find(({ name }) => name === desired.organization),
    'the documents of an organization',
  );
  const trials = new EditTrials(workspace, desired, document);
  const files = trials.files();
  const end = { bound: endsAt, grant: window.origin };
  const later = withLaterEnds(files, desired.organization, desired.platform, [end], until);
  const texts = later === null ? null : new Map(later.map(({ file, text }) => [file, text]));
  const tried = texts === null ? null : trials.compiled(texts);
  if (texts === null || tried === null || !isOnlyExtended(desired, tried.desired, grant)) {
    const message = `${grant}: this end cannot be moved by itself.`;
    const hint =
      'If an alias repeats it, write it out there; if a review has revoked the grant, an owner decides again: bylaw decide keep.';
    return failure(diagnostic('decision-refused', message, endsAt, { hint }));
  }
  return success(
    files.flatMap(({ file, text }): readonly RevisedFile[] => {
      const after = known(texts.get(file), 'a file that was revised');
      return after === text ? [] : [{ file, before: text, after }];
    }),
  );
}

/** Whether nothing but the ends of this grant has moved. */
function isOnlyExtended(before: Desired, after: Desired, grant: string): boolean {
  const others = ({ windows }: Desired): readonly string[] =>
    windows
      .filter((one) => one.grant !== grant)
      .map((one) => `${one.grant} ${one.from} ${one.until}`)
      .sort();
  const [was, is] = [others(before), others(after)];
  return was.length === is.length && was.every((one, at) => one === is[at]);
}
