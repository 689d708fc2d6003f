/** Connector files read as a command reads them, and what they read. */
import { readFileSync } from 'node:fs';
import {
  type DescribedConnector,
  describedConnector,
} from '../../../src/connector/described/described-connector.ts';
import type { ApiDescription } from '../../../src/connector/described/description/api-description.ts';
import { describeApi } from '../../../src/connector/described/description/describe-api.ts';
import { RETRY_RULES } from '../../../src/connector/http/retry.ts';
import type { Outcome } from '../../../src/source/outcome.ts';
import { onlyDocument, policy } from '../../policy/fixture.ts';
import { fastTime } from '../fast-time.ts';

/** Schema, then the description: what is wrong in either is told. */
export function described(text: string, file = 'connector.yaml'): Outcome<ApiDescription> {
  const read = policy.readConnector(onlyDocument(text, file));
  return read.ok ? describeApi(read.value) : read;
}

export function describedFile(file: string): ApiDescription {
  const api = described(readFileSync(file, 'utf8'), file);
  if (!api.ok) throw new Error(JSON.stringify(api.diagnostics, null, 2));
  return api.value;
}

/** Retries without waiting for them. */
export function fastDescribed(api: ApiDescription): DescribedConnector {
  return describedConnector(api, { time: fastTime(), retry: { ...RETRY_RULES, attempts: 2 } });
}
