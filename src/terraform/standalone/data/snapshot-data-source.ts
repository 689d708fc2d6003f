import type { Attribute, DataSourceDefinition, Row, RowResult } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';
import { failPeersOnError, type ProviderInstance, type ReadyProvider } from '../session/provider-session.ts';

export const computed = (type: Attribute['type'], description: string): Attribute => ({
  type,
  mode: 'computed',
  description,
});
export const given = (mode: 'required' | 'optional', description: string): Attribute => ({
  type: 'string',
  mode,
  description,
});

interface DataResult extends RowResult {
  /** What is asked for is not there, or was not when the organization was read. */
  readonly missed?: true;
}

/** A data source that reads the snapshot; while the provider waits for its own values it cannot be read. */
export function source(
  parts: Omit<DataSourceDefinition<ProviderInstance>, 'read'> & {
    find(config: Row, session: ReadyProvider): DataResult;
  },
): DataSourceDefinition<ProviderInstance> {
  const { find, ...rest } = parts;
  return {
    ...rest,
    async read(config, providerInstance) {
      if (providerInstance.state === 'ready') {
        // What others wrote since is no answer of before: a check would pass falsely.
        const unread = await providerInstance.rereading.upToDate();
        if (unread.length > 0) return failPeersOnError(providerInstance, { row: null, problems: unread });
        await providerInstance.rereading.whereMissed(() => find(config, providerInstance).missed === true);
        return failPeersOnError(providerInstance, find(config, providerInstance));
      }
      const detail = 'The provider block holds values that are known only after apply.';
      return { row: null, problems: [rowProblem('The provider is not configured yet', detail)] };
    },
  };
}
