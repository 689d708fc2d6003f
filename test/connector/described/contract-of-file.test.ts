/** The connector file of the Access API holds to what every connector holds to, on the same spoiled servers. */
import { describe } from 'vitest';
import { describedConnector } from '../../../src/connector/described/described-connector.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import { accessApiHarness } from '../access-api-harness.ts';
import { contract } from '../contract.ts';
import { fastTime } from '../fast-time.ts';
import { describedFile } from './describing.ts';

const api = describedFile('schemas/connectors/access-api.yaml');
const connector = describedConnector(api, {
  time: fastTime(),
  retry: { ...RETRY_RULES, attempts: 3, silence: 750 },
});

describe('the Access API by its file', () => contract('access-api-file', { ...accessApiHarness, connector }));
