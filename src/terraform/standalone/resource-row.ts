import type { RowType, RowValue } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { named, removed, written } from './apply-row.ts';
import { checkForm } from './check/form.ts';
import { checkRules } from './check/rules.ts';
import { claimsOf } from './claim.ts';
import { idOfRow, KEY_ATTRIBUTES, parseId } from './natural-key.ts';
import { plannedDeletion } from './plan-deletion.ts';
import { planned } from './plan-row.ts';
import { notAnId, problem } from './problems.ts';
import { refreshed } from './refresh-row.ts';
import { liveRow } from './rows.ts';
import { type Session, told } from './session.ts';
import { attributesOf, DESCRIPTIONS, SCHEMA_VERSION, type TypeName } from './tables.ts';
import { upgraded } from './upgrade.ts';

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
    plan: (prior, proposed, session, asked) => told(session, planned(type, prior, proposed, session, asked)),
    planDelete: (prior, session, note) => told(session, plannedDeletion(type, prior, session, note)),
    read: async (current, session, note) => told(session, refreshed(type, current, session, note)),
    async apply({ prior, planned: after, note }, session) {
      if (session.state === 'waiting') {
        const problems = after === null ? named(type, text(prior?.id), [NOT_YET]) : [NOT_YET];
        return { row: prior, problems };
      }
      if (after !== null)
        return told(session, await session.course.during(written(type, prior, after, session, note)));
      if (prior === null) return { row: null };
      return told(session, await session.course.during(removed(type, prior, note, session)));
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
    known: (row, session) => session.claims.know(claimsOf(type, row, session.platform)),
    upgrade: (_version, state) => upgraded(type, state),
  };
}
