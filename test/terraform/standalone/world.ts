/** One provider block over an organization in memory, asked by its own handlers as terraform asks them. */
import type { LiveWriter } from '../../../src/connector/connector.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Resource } from '../../../src/resource/resource.ts';
import { success } from '../../../src/source/outcome.ts';
import { type Row, type RowValue, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import { LastToStay } from '../../../src/terraform/standalone/last-to-stay.ts';
import { LiveAccess } from '../../../src/terraform/standalone/live-access.ts';
import { ClaimRegistry } from '../../../src/terraform/standalone/ownership/claim-registry.ts';
import { resourceRow } from '../../../src/terraform/standalone/resource/resource-row.ts';
import { idOfRow } from '../../../src/terraform/standalone/schema/natural-key.ts';
import { COLUMNS, type TypeName } from '../../../src/terraform/standalone/schema/resource-tables.ts';
import { resourcesOfBlock } from '../../../src/terraform/standalone/schema/row-resources.ts';
import { PlannedRows } from '../../../src/terraform/standalone/session/planned-rows.ts';
import {
  InFlightWork,
  type ProviderInstance,
  type ReadyProvider,
} from '../../../src/terraform/standalone/session/provider-session.ts';
import { RenameRegistry } from '../../../src/terraform/standalone/session/rename-registry.ts';
import { Rereader } from '../../../src/terraform/standalone/session/reread.ts';
import { atrium } from '../../connector/platforms.ts';

export type Said = readonly [type: TypeName, row: Row];

const ROOT: Said = ['bylaw_scope', { path: 'acme', kind: 'organization', title: 'Acme', parent: null }];

export interface Organization {
  readonly session: ReadyProvider;
  readonly writes: Write[];
  /** Another process of the provider: what is live stays, what was asked is forgotten. */
  again(): ReadyProvider;
}

/** Awaited by each write, so that two can be under way at a time. */
export type Hold = (write: Write) => Promise<void>;

export interface OrganizationOptions {
  readonly platform?: PlatformDefinition;
  readonly hold?: Hold;
  /** Of a platform that knows things by more than their names. */
  readonly lastingId?: (resource: Resource) => string | null;
}

export function organizationWith(
  there: readonly Said[],
  { platform = atrium, hold, lastingId }: OrganizationOptions = {},
): Organization {
  const resources = [ROOT, ...there].flatMap(([type, row]) => resourcesOfBlock(type, row, platform));
  const live = new LiveAccess(platform, 'acme', resources);
  const writes: Write[] = [];
  const writer: LiveWriter = {
    async write(write) {
      writes.push(write);
      await hold?.(write);
      return success(null);
    },
    read: () => Promise.reject(new Error('nobody reads')),
    events: () => Promise.reject(new Error('nobody asks')),
    requests: () => 0,
    ...(lastingId === undefined ? {} : { lastingId }),
  };
  const again = (): ReadyProvider => ({
    state: 'ready',
    organization: 'acme',
    platform,
    live,
    writer,
    supports: () => null,
    course: new InFlightWork(),
    claims: new ClaimRegistry(),
    renamings: new RenameRegistry(),
    foreseen: new PlannedRows(),
    rereading: new Rereader(async () => []),
    lastToStay: new LastToStay(platform),
  });
  return { session: again(), writes, again };
}

export function waiting(platform: PlatformDefinition | null = null): ProviderInstance {
  return { state: 'waiting', platform, claims: new ClaimRegistry() };
}

/** The row as terraform has it in the state. */
export function inState(type: TypeName, row: Row): Row {
  return { ...filled(type, row, null), id: idOfRow(type, row) };
}

function filled(type: TypeName, row: Row, otherwise: RowValue): Row {
  return Object.fromEntries(
    Object.entries(COLUMNS[type]).map(([name, { mode }]): [string, RowValue] => [
      name,
      row[name] ?? (mode.endsWith('computed') ? otherwise : null),
    ]),
  );
}

export const planCreation = (
  providerInstance: ProviderInstance,
  [type, row]: Said,
  note: string | null = null,
) =>
  answer(resourceRow(type).plan?.(null, filled(type, row, UNKNOWN), providerInstance, { config: row, note }));

export const planChange = (providerInstance: ProviderInstance, [type, prior]: Said, wanted: Row) =>
  answer(
    resourceRow(type).plan?.(inState(type, prior), { ...inState(type, prior), ...wanted }, providerInstance, {
      config: { ...prior, ...wanted },
      note: null,
    }),
  );

export const planDeletion = (
  providerInstance: ProviderInstance,
  [type, prior]: Said,
  note: string | null = null,
) => answer(resourceRow(type).planDelete?.(inState(type, prior), providerInstance, note));

export const refresh = (providerInstance: ProviderInstance, [type, row]: Said, note: string | null = null) =>
  resourceRow(type).read(inState(type, row), providerInstance, note);

export const create = (providerInstance: ProviderInstance, [type, row]: Said) =>
  resourceRow(type).apply(
    { prior: null, planned: planCreation(providerInstance, [type, row]).row, note: null },
    providerInstance,
  );

export const change = (providerInstance: ProviderInstance, [type, prior]: Said, wanted: Row) =>
  resourceRow(type).apply(
    { prior: inState(type, prior), planned: { ...inState(type, prior), ...wanted }, note: null },
    providerInstance,
  );

export const destroy = (
  providerInstance: ProviderInstance,
  [type, prior]: Said,
  note: string | null = null,
) => resourceRow(type).apply({ prior: inState(type, prior), planned: null, note }, providerInstance);

export const summaries = (answered: { readonly problems?: readonly { readonly summary: string }[] }) =>
  (answered.problems ?? []).map(({ summary }) => summary);

function answer<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no such handler');
  return value;
}
