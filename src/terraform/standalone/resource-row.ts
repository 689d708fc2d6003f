import type { RowTypeDefinition, RowValue } from '../provider/protocol/row.ts';
import { textOrEmpty } from '../provider/rows/named.ts';
import { prefixedProblems, removeRow, writeRow } from './apply-row.ts';
import { checkForm } from './check/form.ts';
import { checkRules } from './check/rules.ts';
import { claimsOf } from './claim.ts';
import { idOfRow, KEY_ATTRIBUTES, parseId } from './natural-key.ts';
import { planRowDeletion } from './plan-deletion.ts';
import { planRow } from './plan-row.ts';
import { invalidIdProblem, rowProblem } from './problems.ts';
import { refreshRow } from './refresh-row.ts';
import { liveRow } from './rows.ts';
import { type ProviderInstance, failPeersOnError } from './session.ts';
import { attributesOf, DESCRIPTIONS, SCHEMA_VERSION, type TypeName } from './tables.ts';
import { upgradeRow } from './upgrade.ts';

const NOT_YET = rowProblem(
  'The provider is not configured yet',
  'Its block holds values that are known only after apply, so nothing can be read or written through it now.',
);

/** One resource type of the provider, by its table. */
export function resourceRow(type: TypeName): RowTypeDefinition<ProviderInstance> {
  return {
    name: type,
    version: SCHEMA_VERSION,
    description: DESCRIPTIONS[type],
    attributes: attributesOf(type),
    identity: KEY_ATTRIBUTES[type],
    validate: (config) => checkForm(type, config),
    plan: (prior, proposed, session, asked) => failPeersOnError(session, planRow(type, prior, proposed, session, asked)),
    planDelete: (prior, session, note) => failPeersOnError(session, planRowDeletion(type, prior, session, note)),
    read: async (current, session, note) => failPeersOnError(session, refreshRow(type, current, session, note)),
    async apply({ prior, planned: after, note }, session) {
      if (session.state === 'waiting') {
        const problems = after === null ? prefixedProblems(type, textOrEmpty(prior?.id), [NOT_YET]) : [NOT_YET];
        return { row: prior, problems };
      }
      if (after !== null)
        return failPeersOnError(session, await session.course.during(writeRow(type, prior, after, session, note)));
      if (prior === null) return { row: null };
      return failPeersOnError(session, await session.course.during(removeRow(type, prior, note, session)));
    },
    async import(id, session) {
      if (session.state === 'waiting') return { row: null, problems: [NOT_YET] };
      const key = parseId(type, id);
      if (key === null) return { row: null, problems: [invalidIdProblem(type, id)] };
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
    upgrade: (_version, state) => upgradeRow(type, state),
  };
}
