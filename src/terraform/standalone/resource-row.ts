import { perform } from '../../connector/perform.ts';
import type { Write } from '../../plan/write.ts';
import {
  type Row,
  type RowProblem,
  type RowResult,
  type RowType,
  type RowValue,
  UNKNOWN,
} from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { absentIn, problemsOfWrite } from './absent.ts';
import { checkForm } from './check/form.ts';
import { checkRules } from './check/rules.ts';
import { withDefaults } from './defaults.ts';
import { intentOf } from './intent.ts';
import { idOfRow, KEY_ATTRIBUTES, parseId } from './natural-key.ts';
import { adoptionProblems, leftProblems, movedProblems, notAnId, placeOfWrite, problem } from './problems.ts';
import { liveResourcesOf, liveRow, resourcesOfRow } from './rows.ts';
import type { Ready, Session } from './session.ts';
import { respelled, sameMeaning } from './spelling.ts';
import { attributesOf, COLUMNS, DESCRIPTIONS, SCHEMA_VERSION, type TypeName } from './tables.ts';
import { upgraded } from './upgrade.ts';
import { invitedAgain, notAccepted } from './waiting.ts';

const NOT_YET = problem(
  'The provider is not configured yet',
  'Its block holds values that are known only after apply, so nothing can be read or written through it now.',
);

/** One resource type of the provider, by its table. */
export function resourceRow(type: TypeName): RowType<Session> {
  return {
    name: type,
    version: SCHEMA_VERSION,
    description: DESCRIPTIONS[type],
    attributes: attributesOf(type),
    identity: KEY_ATTRIBUTES[type],
    validate: (config) => checkForm(type, config),
    plan: (prior, proposed, session, config) => planned(type, prior, proposed, session, config),
    planDelete(prior, session) {
      if (session.state === 'ready') session.going.add(goingKey(type, prior));
      return [];
    },
    async read(current, session) {
      if (session.state === 'waiting') return { row: current };
      const found = liveRow(type, current, session.live);
      return { row: found === null ? null : inWordsOf(type, current, found, session) };
    },
    async apply({ prior, planned: after }, session) {
      if (session.state === 'waiting') return { row: prior, problems: [NOT_YET] };
      return session.course.during(applied(type, prior, after, session));
    },
    async import(id, session) {
      if (session.state === 'waiting') return { row: null, problems: [NOT_YET] };
      const key = parseId(type, id);
      if (key === null) return { row: null, problems: [notAnId(type, id)] };
      const row = liveRow(type, key, session.live);
      // Only of the key: what else there is to say of it, the plan says once there is a block.
      const problems = checkRules(type, row ?? key, session.platform, session.organization).filter(
        ({ attribute: [name] = [] }) => typeof name === 'string' && name in key,
      );
      return { row, problems };
    },
    idOf(identity, session) {
      const organization = session.state === 'ready' ? session.organization : '';
      const filled = Object.fromEntries(
        KEY_ATTRIBUTES[type].map((name): [string, RowValue] => [name, identity[name] ?? organization]),
      );
      return idOfRow(type, filled) ?? '';
    },
    upgrade: (_version, state) => upgraded(type, state),
  };
}

/** What is live, in the words that the state or the configuration has for it. */
function inWordsOf(type: TypeName, words: Row, live: Row, { platform }: Ready): Row {
  let same = true;
  const row = Object.fromEntries(
    Object.entries(COLUMNS[type]).map(([name, column]): [string, RowValue] => {
      const value = respelled(column.means, words[name] ?? null, live[name] ?? null, platform);
      if (value !== (words[name] ?? null)) same = false;
      return [name, value];
    }),
  );
  return same ? words : row;
}

/**
 * Foresees what the row will be. Defaults are planned here and never invented later; what means the same as before
 * stays in the words it had; and what cannot work by the platform's rules is said now.
 */
function planned(
  type: TypeName,
  prior: Row | null,
  proposed: Row,
  session: Session,
  config: Row,
): { readonly row: Row; readonly problems?: readonly RowProblem[] } {
  if (session.state === 'waiting') return { row: proposed };
  const { platform, organization } = session;
  const kept: Record<string, RowValue> = {};
  for (const [name, column] of Object.entries(COLUMNS[type])) {
    const before: RowValue = prior?.[name] ?? null;
    const wanted: RowValue = proposed[name] ?? null;
    kept[name] = sameMeaning(column.means, before, wanted, platform) ? before : wanted;
  }
  const row = withDefaults(type, kept, session, config);
  invitedAgain(row, config);
  row.id = idOfRow(type, row) ?? UNKNOWN;
  const problems = [
    ...checkRules(type, row, platform, organization),
    ...notAccepted(type, prior, row, session),
  ];
  if (prior !== null) {
    if (row.id !== prior.id) session.going.add(goingKey(type, prior));
    else if (isSame(row, prior)) return { row: prior, problems };
    session.going.add(goingKey(type, row));
  } else if (problems.length === 0 && !session.going.has(goingKey(type, row))) {
    problems.push(...adoption(type, row, session));
  }
  return { row, problems };
}

/** A row that terraform has seen: if it is created again it is being replaced, which is not taking over a stranger. */
function goingKey(type: TypeName, row: Row): string {
  return `${type} ${idOfRow(type, row) ?? ''}`;
}

/** What is to be said when a row to be created is there already. */
function adoption(type: TypeName, row: Row, session: Ready): readonly RowProblem[] {
  const known = Object.values(row).every((value) => !hasUnknown(value));
  if (!known) return [];
  const live = liveResourcesOf(type, row, session.live);
  if (live.length === 0) return [];
  const wanted = resourcesOfRow(type, row, session.platform);
  const id = text(row.id);
  const refused = adoptionProblems(type, id, intentOf({ prior: null, planned: wanted, live }).conflicts);
  if (refused.length > 0) return refused;
  const [word] = KEY_ATTRIBUTES[type].slice(-1);
  return [
    problem(
      `${type} ${JSON.stringify(id)} is there already`,
      'It is taken over as it is, and what is written here and missing there is added. Nothing is taken away.',
      word === undefined ? null : [word],
      'warning',
    ),
  ];
}

async function applied(
  type: TypeName,
  prior: Row | null,
  after: Row | null,
  session: Ready,
): Promise<RowResult> {
  const { platform, live, writer, course } = session;
  const row = after ?? prior;
  if (row === null) return { row: null };
  const intended = () =>
    intentOf({
      prior: prior === null ? null : resourcesOfRow(type, prior, platform),
      planned: after === null ? [] : resourcesOfRow(type, after, platform),
      live: liveOf(type, prior, after, session),
    });
  await session.rereading.whereMissed(() =>
    intended().writes.some((write) => absentIn(write, live).length > 0),
  );
  const { writes, conflicts } = intended();
  if (conflicts.length > 0) {
    const problems =
      prior === null ? adoptionProblems(type, text(row.id), conflicts) : movedProblems(type, conflicts);
    return { row: stillThere(type, prior, after, session), problems };
  }
  const waiting = after === null ? [] : notAccepted(type, prior, after, session);
  if (waiting.length > 0) return { row: stillThere(type, prior, after, session), problems: waiting };
  const placeOf = (write: Write) => placeOfWrite(type, write, row, platform);
  const { failed, left } = await perform(
    writes,
    writer,
    (write) => live.follow([write], writer.memberState),
    () => course.stopped,
  );
  if (failed.length === 0 && left.length === 0) return { row: after };
  const problems = failed.flatMap(({ write, diagnostics }) =>
    problemsOfWrite(write, diagnostics, live, placeOf(write)),
  );
  const why = course.stopped
    ? 'Stopped before it was begun. Apply again to go on.'
    : 'Not begun, because something before it failed. Apply again to go on.';
  return {
    row: stillThere(type, prior, after, session),
    problems: [...problems, ...leftProblems(left, why, placeOf)],
  };
}

/** A row that moves to another key is two rows to terraform, so prior and planned never name different things. */
function liveOf(type: TypeName, prior: Row | null, after: Row | null, { live }: Ready) {
  const row = after ?? prior;
  return row === null ? [] : liveResourcesOf(type, row, live);
}

/** What of the row is true after only some of it was done, in known words; for a deletion, what remains. */
function stillThere(type: TypeName, prior: Row | null, after: Row | null, session: Ready): Row | null {
  const words = [after, prior].filter((row) => row !== null);
  const [key] = words;
  if (key === undefined) return null;
  let row = liveRow(type, key, session.live);
  for (const known of words) if (row !== null) row = inWordsOf(type, known, row, session);
  return row;
}

function isSame(one: Row, other: Row): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}

function hasUnknown(value: RowValue): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.includes(UNKNOWN);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).includes(UNKNOWN);
}
