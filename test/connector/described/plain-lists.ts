/** Connector files over plain lists, and what is read of a server that serves such lists. */
import type { DescribedReader } from '../../../src/connector/described/described-reader.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Snapshot } from '../../../src/resource/resource.ts';
import type { Outcome } from '../../../src/source/outcome.ts';
import { must, rawServer } from '../connections.ts';
import { atrium } from '../platforms.ts';
import { described, fastDescribed } from './describing.ts';

type Rows = readonly unknown[];

export const list = (name: string, more = ''): string =>
  `  ${name}: { get: /${name}, items: ".", id: id, page: none, whole: unpaged${more} }\n`;

export function fileOf(lists: string, read: string): string {
  return `apiVersion: bylaw/v1
kind: Connector
name: plain
auth: { bearer: BYLAW_TOKEN }
consistent: twice
lists:
${lists}read:
${read}`;
}

export async function readOf(
  file: string,
  rows: Readonly<Record<string, Rows>>,
  platform: PlatformDefinition = atrium,
): Promise<Outcome<Snapshot>> {
  return (await readerOf(file, rows, platform)).read();
}

export async function readerOf(
  file: string,
  rows: Readonly<Record<string, Rows>>,
  platform: PlatformDefinition = atrium,
): Promise<DescribedReader> {
  const { url } = await rawServer((request, response) => {
    const found = rows[(request.url ?? '').slice(1)];
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  });
  const settings = { url, 'token-env': 'BYLAW_TOKEN' };
  const connection = {
    organization: 'acme',
    remote: 'acme',
    settings,
    secrets: { 'token-env': 't' },
    platform,
  };
  return fastDescribed(must(described(file))).openReader(connection);
}

export const told = (read: Outcome<unknown>): readonly string[] =>
  read.diagnostics.map(({ message }) => message);
