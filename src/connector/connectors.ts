import { accessApi } from './access-api/access-api-connector.ts';
import type { Connector } from './connector.ts';

/** Adding a connector: a folder and a line here. */
export const CONNECTORS: Readonly<Record<string, Connector>> = { 'access-api': accessApi };
