import type { RowTypeDefinition, RowValue } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { invalidIdProblem, rowProblem } from '../block-diagnostics.ts';
import { checkForm } from '../check/form-check.ts';
import { ownedElsewhere } from '../check/owner-check.ts';
import { checkRules } from '../check/rules-check.ts';
import { claimsOf } from '../ownership/claim.ts';
import { idOfRow, KEY_ATTRIBUTES, parseId } from '../schema/natural-key.ts';
import { attributesOf, DESCRIPTIONS, SCHEMA_VERSION, type TypeName } from '../schema/resource-tables.ts';
import { liveRow } from '../schema/row-resources.ts';
import { failPeersOnError, type ProviderInstance } from '../session/provider-session.ts';
import { prefixedProblems, removeRow, writeRow } from './apply-row.ts';
import { planRowDeletion } from './plan-deletion.ts';
import { planRow } from './plan-row.ts';
import { refreshRow } from './refresh-row.ts';
import { upgradeRow } from './upgrade-state.ts';

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
    plan: (prior, proposed, providerInstance, asked) =>
      failPeersOnError(providerInstance, planRow(type, prior, proposed, providerInstance, asked)),
    planDelete: (prior, providerInstance, privateState) =>
      failPeersOnError(providerInstance, planRowDeletion(type, prior, providerInstance, privateState)),
    read: async (current, providerInstance, privateState) =>
      failPeersOnError(providerInstance, refreshRow(type, current, providerInstance, privateState)),
    async apply({ prior, planned: after, note }, providerInstance) {
      if (providerInstance.state === 'waiting') {
        const problems =
          after === null ? prefixedProblems(type, textOrEmpty(prior?.id), [NOT_YET]) : [NOT_YET];
        return { row: prior, problems };
      }
      // Planned before anybody knew the platform.
      const owned = ownedElsewhere(type, providerInstance.platform);
      if (owned !== null) return { row: prior, problems: [owned] };
      if (after !== null)
        return failPeersOnError(
          providerInstance,
          await providerInstance.course.during(writeRow(type, prior, after, providerInstance, note)),
        );
      if (prior === null) return { row: null };
      return failPeersOnError(
        providerInstance,
        await providerInstance.course.during(removeRow(type, prior, note, providerInstance)),
      );
    },
    async import(id, providerInstance) {
      if (providerInstance.state === 'waiting') return { row: null, problems: [NOT_YET] };
      const key = parseId(type, id);
      if (key === null) return { row: null, problems: [invalidIdProblem(type, id)] };
      const row = liveRow(type, key, providerInstance.live);
      // Only of the key: what else there is to say of it, the plan says once there is a block.
      const problems = checkRules(
        type,
        row ?? key,
        providerInstance.platform,
        providerInstance.organization,
      ).filter(({ attribute: [name] = [] }) => typeof name === 'string' && name in key);
      return { row, problems };
    },
    idOf(identity, providerInstance) {
      const organization = providerInstance.state === 'ready' ? providerInstance.organization : '';
      const filled = Object.fromEntries(
        KEY_ATTRIBUTES[type].map((name): [string, RowValue] => [name, identity[name] ?? organization]),
      );
      return idOfRow(type, filled) ?? '';
    },
    known: (row, providerInstance) =>
      providerInstance.claims.know(claimsOf(type, row, providerInstance.platform)),
    upgrade: (_version, state) => upgradeRow(type, state),
  };
}
