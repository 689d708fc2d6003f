import type { PlatformDefinition } from '../../platform/definition.ts';
import { type Row, type RowProblem, type RowType, type RowValue, UNKNOWN } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { adoption } from './adoption.ts';
import { goesAlong, wordsForAlong } from './along.ts';
import { checkRules } from './check/rules.ts';
import { claimsOf, type Holder } from './claim.ts';
import type { Clash } from './claims.ts';
import { clashProblem } from './clashes.ts';
import { withKey } from './defaults.ts';
import { elsewhereProblem } from './elsewhere.ts';
import { idOfRow, parseId } from './natural-key.ts';
import { noteFrom, noteText } from './note.ts';
import { alongWarnings } from './plan-deletion.ts';
import { renamedProblem } from './renamed.ts';
import { heldOnlyHereProblems, leftOutOf, lostBy, replacedProblem } from './replaced.ts';
import type { Ready, Session, Waiting } from './session.ts';
import { severalProblems } from './several.ts';
import { likelySame, sameMeaning } from './spelling.ts';
import { COLUMNS, type Meaning, type TypeName } from './tables.ts';
import { invitedAgain, notAccepted } from './waiting.ts';

type Asked = Parameters<NonNullable<RowType<Session>['plan']>>[3];
type Planned = ReturnType<NonNullable<RowType<Session>['plan']>>;

/**
 * Foresees what the row will be. What means the same as before stays in the words it had; what cannot work by the
 * platform's rules, or stands against another block of the same run, is said now.
 */
export function planned(
  type: TypeName,
  prior: Row | null,
  proposed: Row,
  session: Session,
  asked: Asked,
): Planned {
  if (session.state === 'waiting') return plannedWaiting(type, prior, proposed, session, asked);
  return prior === null
    ? plannedCreation(type, proposed, session, asked)
    : plannedChange(type, prior, proposed, session, asked);
}

function plannedChange(
  type: TypeName,
  prior: Row,
  proposed: Row,
  session: Ready,
  { config, note: given }: Asked,
): Planned {
  const { platform, organization, live, claims } = session;
  const elsewhere = elsewhereProblem(type, prior, organization);
  if (elsewhere !== null) return { row: proposed, problems: [elsewhere] };
  const { thing } = noteFrom(given);
  const row = inWordsBefore(type, prior, proposed, (means, before, wanted) =>
    sameMeaning(means, before, wanted, platform),
  );
  invitedAgain(row, config);
  row.id = idOfRow(type, row) ?? UNKNOWN;
  if (session.renamings.isUndoneBy(type, prior, row, platform))
    return { row, problems: [renamedProblem(type, prior, row, session)] };
  const problems = [
    ...checkRules(type, row, platform, organization),
    ...notAccepted(type, prior, row, session),
  ];
  problems.push(...claimed(type, prior, row, session, 'kept'), ...severalProblems(type, prior, row, session));
  const replaces = text(prior.id);
  if (row.id === prior.id) {
    const note = noteText({ thing, replaces, by: claims.id });
    return { row: isSame(row, prior) ? prior : row, problems, note };
  }
  const along = goesAlong(type, prior, live);
  problems.push(...alongWarnings(type, prior, along, session));
  return { row, problems, note: noteText({ replaces, along: along.map(wordsForAlong), by: claims.id }) };
}

function plannedCreation(type: TypeName, proposed: Row, session: Ready, { config, note }: Asked): Planned {
  const { platform, organization, live, claims } = session;
  const row = withKey(type, { ...proposed }, session, config);
  row.id = idOfRow(type, row) ?? UNKNOWN;
  const problems = [
    ...checkRules(type, row, platform, organization),
    ...notAccepted(type, null, row, session),
    ...severalProblems(type, null, row, session),
  ];
  const { replaces, along } = noteFrom(note);
  if (replaces !== null) {
    const before = parseId(type, replaces) ?? {};
    const moves = claimsOf(type, before, platform)[0] !== claimsOf(type, row, platform)[0];
    problems.push(...claimed(type, null, row, session, moves ? 'moved' : 'replaced', replaces));
    if (!moves) return plannedAgain(type, row, problems, session, { config, note });
    if (!isRefused(problems)) problems.push(...adoption(type, row, session));
    const words = along ?? goesAlong(type, before, live).map(wordsForAlong);
    return { row, problems, note: noteText({ replaces, along: words, by: claims.id }) };
  }
  problems.push(...claimed(type, null, row, session, 'created'));
  // In the state, and created: it is tainted and removed before, or held by another block, which was said.
  if (claimsOf(type, row, platform).some((claim) => claims.remembers(claim)))
    return plannedAgain(type, row, problems, session, { config, note });
  if (isRefused(problems)) return { row, problems };
  const taken = adoption(type, row, session);
  // Of a plan that is refused for what is torn from its block, nobody needs to hear of each that it is there.
  return {
    row,
    problems: [...problems, ...taken.filter((one) => one.severity === 'error' || !claims.isTorn)],
  };
}

/**
 * Removed and made again under its own key: only where nothing hangs on it but what this run itself removes. Terraform
 * plans a creation again in the apply, where an error would leave undone the half that gives back: so of what is only
 * taken for tainted, for a state has it, the deletion says so.
 */
function plannedAgain(
  type: TypeName,
  row: Row,
  problems: readonly RowProblem[],
  session: Ready,
  { config, note: given }: Asked,
): Planned {
  const { live, claims, platform } = session;
  const id = text(row.id);
  const again = leftOutOf(type, config);
  const note = noteText({ replaces: id, again, by: claims.id });
  const isCertain = given !== null || claimsOf(type, row, platform).some((claim) => claims.refreshed(claim));
  if (isRefused(problems) || !isCertain) return { row, problems, note };
  const lost = lostBy(type, row, again, live, (address) => claims.goes(address));
  const refused = [
    ...(lost.length === 0 ? [] : [replacedProblem(type, id, lost)]),
    ...heldOnlyHereProblems(type, row, session),
  ];
  return { row, problems: [...problems, ...refused], note };
}

/**
 * While nothing can be asked, the words of before stay where they likely mean the same: a change of letter case must
 * not become the removal of a person. The plan that follows knows better.
 */
function plannedWaiting(
  type: TypeName,
  prior: Row | null,
  proposed: Row,
  session: Waiting,
  { config, note }: Asked,
): Planned {
  const { platform, claims } = session;
  if (prior === null) {
    const { replaces } = noteFrom(note);
    const problems = claimed(type, null, proposed, session, replaces === null ? 'created' : 'replaced');
    if (note === null) return { row: proposed, problems };
    const again =
      replaces !== null &&
      claimsOf(type, parseId(type, replaces) ?? {}, platform)[0] === claimsOf(type, proposed, platform)[0];
    return {
      row: proposed,
      problems,
      note: again ? noteText({ ...noteFrom(note), again: leftOutOf(type, config) }) : note,
    };
  }
  const row = inWordsBefore(type, prior, proposed, (means, before, wanted) =>
    platform === null ? likelySame(means, before, wanted) : sameMeaning(means, before, wanted, platform),
  );
  const problems = claimed(type, prior, row, session, 'kept');
  const answer = isSame(row, prior) ? prior : row;
  return {
    row: answer,
    problems,
    note: noteText({ thing: noteFrom(note).thing, replaces: text(prior.id), by: claims.id }),
  };
}

/** Puts the row among what this run wants, and what it was before among what it lets go. */
function claimed(
  type: TypeName,
  prior: Row | null,
  row: Row,
  { claims, platform }: Session,
  how: Holder['how'],
  from: string | null = prior === null ? null : text(prior.id),
): RowProblem[] {
  const wanted = claimsOf(type, row, platform);
  if (wanted.length === 0) return [];
  const before = prior === null ? [] : claimsOf(type, prior, platform);
  // The first claim is the key of the row itself; further ones are the entries of a roster.
  const moves = prior !== null && before[0] !== wanted[0];
  const holder: Holder = {
    type,
    id: idOfRow(type, row) ?? '',
    how: moves ? 'moved' : how,
    ...(from === null ? {} : { from }),
  };
  const clashes = [
    moves ? claims.letGo(before, { type, id: text(prior.id), how: 'going' }) : null,
    claims.keep(wanted, holder, row),
  ];
  return clashes.flatMap((clash) =>
    clash === null || isGuess(clash, platform) ? [] : [clashProblem(clash)],
  );
}

/** Whether two rows that stay are one by nothing but letter case, and nobody knows whether it counts there. */
function isGuess({ sort, kept, other }: Clash, platform: PlatformDefinition | null): boolean {
  const stay = sort === 'twice' && kept.how === 'kept' && other.how === 'kept';
  return stay && platform === null && kept.id !== other.id;
}

function inWordsBefore(
  type: TypeName,
  prior: Row,
  proposed: Row,
  same: (means: Meaning, before: RowValue, wanted: RowValue) => boolean,
): Record<string, RowValue> {
  const kept: Record<string, RowValue> = {};
  for (const [name, column] of Object.entries(COLUMNS[type])) {
    const before: RowValue = prior[name] ?? null;
    const wanted: RowValue = proposed[name] ?? null;
    kept[name] = before !== null && same(column.means, before, wanted) ? before : wanted;
  }
  return kept;
}

function isRefused(problems: readonly RowProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function isSame(one: Row, other: Row): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}
