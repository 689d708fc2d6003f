import type { Connector } from './connector.ts';
import { CONNECTORS, connectorNamed } from './connectors.ts';
import { describedConnector } from './described/described-connector.ts';
import type { ApiDescription } from './described/description/api-description.ts';

/** What connector files describe, by the name of each connector. */
export type DescribedApis = ReadonlyMap<string, ApiDescription>;

/** Connections of one connector share its pace, so there is one of it. */
const made = new WeakMap<ApiDescription, Connector>();

/** A connector that comes with Bylaw, or one of the files; null where there is none of that name. */
export function connectorIn(described: DescribedApis, name: string): Connector | null {
  const known = connectorNamed(name);
  if (known !== null) return known;
  const api = described.get(name);
  if (api === undefined) return null;
  const connector = made.get(api) ?? describedConnector(api);
  made.set(api, connector);
  return connector;
}

/** The names of all of them. */
export function connectorNames(described: DescribedApis): readonly string[] {
  return [...Object.keys(CONNECTORS), ...described.keys()];
}
