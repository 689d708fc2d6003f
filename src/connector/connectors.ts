import type { BUILT_IN_CONNECTORS } from '../source/connection-defaults.ts';
import { accessApi } from './access-api/access-api-connector.ts';
import type { Connector } from './connector.ts';
import { github } from './github/github-connector.ts';
import { scim } from './scim/scim-connector.ts';

/** Adding a connector: a folder, a line here, and its name where every room knows it. */
const REGISTRY = { 'access-api': accessApi, github, scim } as const satisfies Readonly<
  Record<(typeof BUILT_IN_CONNECTORS)[number], Connector>
>;

export type ConnectorName = keyof typeof REGISTRY;

export const CONNECTORS: Readonly<Record<ConnectorName, Connector>> = REGISTRY;

/** One that comes with Bylaw; null where there is none of that name. */
export function connectorNamed(name: string): Connector | null {
  return isName(name) ? CONNECTORS[name] : null;
}

function isName(name: string): name is ConnectorName {
  return Object.hasOwn(CONNECTORS, name);
}
