/** A platform and its connector as they are shipped, and what is read by them of a server that runs. */
import { readFileSync } from 'node:fs';
import { buildAccess } from '../../src/access/build-access.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { Outcome } from '../../src/source/outcome.ts';
import { must } from '../connector/connections.ts';
import { describedFile, fastDescribed } from '../connector/described/describing.ts';
import { onlyDocument, policy } from '../policy/fixture.ts';

export interface ShippedConnector {
  readonly platform: PlatformDefinition;
  readonly read: () => Promise<Outcome<readonly Resource[]>>;
  /** What Bylaw computes that everybody may do, out of what is live now. */
  readonly access: () => Promise<ReturnType<typeof buildAccess>>;
}

export function shippedConnector(
  name: string,
  settings: Readonly<Record<string, string | number>>,
  secrets: Readonly<Record<string, string>>,
): ShippedConnector {
  const file = `schemas/platforms/${name}.yaml`;
  const platform = must(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file)));
  const api = describedFile(`schemas/connectors/${name}.yaml`);
  const connection = { organization: 'acme', remote: 'acme', settings, secrets, platform };
  const read = async (): Promise<Outcome<readonly Resource[]>> => {
    const found = await fastDescribed(api).openReader(connection).read();
    return found.ok ? { ...found, value: found.value.resources } : found;
  };
  return { platform, read, access: async () => buildAccess(platform, must(await read())) };
}
