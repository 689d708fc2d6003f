import { describedSettings } from '../connector/described/described-settings.ts';
import type { ApiDescription } from '../connector/described/description/api-description.ts';
import { describeApi } from '../connector/described/description/describe-api.ts';
import { type SettingFault, settingFaults } from '../connector/settings.ts';
import type { WorkspaceOrganization } from '../policy/document-types.ts';
import { BUILT_IN_CONNECTORS } from '../source/connection-defaults.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import type { Origin } from '../source/origin.ts';
import { type Outcome, outcome } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { type SourceDocument, valueOrigin } from '../source/source-document.ts';

/** The connector files that come with Bylaw, each read when an organization names it. */
export interface ShippedConnectors {
  readonly names: () => readonly string[];
  /** Null: none is called so. */
  readonly read: (name: string) => SourceDocument | null;
}

interface DescribedFile {
  readonly api: ApiDescription;
  /** Where the file says its name. */
  readonly named: Origin;
}

/**
 * What connector files describe that the schema has accepted, by name, and whether each organization can be reached by
 * one: all faults of all of them at once. `unread`: there are files that could not be read.
 */
export function describedConnectors(
  documents: readonly SourceDocument[],
  organizations: readonly WorkspaceOrganization[],
  shipped: ShippedConnectors,
  unread: boolean,
): Outcome<ReadonlyMap<string, ApiDescription>> {
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, DescribedFile>();
  let untold = unread;
  for (const document of documents) {
    const api = describeApi(document);
    diagnostics.push(...api.diagnostics);
    if (!api.ok) {
      untold = true;
      continue;
    }
    const { name } = api.value;
    const named = valueOrigin(document, ['name']);
    const taken = takenBy(name, files);
    if (taken === null) files.set(name, { api: api.value, named });
    else diagnostics.push(nameTaken(name, named, taken));
  }
  const apis = new Map([...files].map(([name, { api }]) => [name, api]));
  for (const organization of organizations) {
    const { connector } = organization;
    // What a file that cannot be read is called, nobody knows.
    if (untold && !apis.has(connector)) continue;
    const document = isBuiltIn(connector) || apis.has(connector) ? null : shipped.read(connector);
    if (document !== null) apis.set(connector, asShipped(describeApi(document), connector));
    diagnostics.push(...faultsOf(organization, apis, shipped));
  }
  return outcome(apis, diagnostics);
}

function asShipped(api: Outcome<ApiDescription>, name: string): ApiDescription {
  if (!api.ok) throw new Error(`the connector file ${name} of Bylaw has faults`);
  return api.value;
}

/** Null: nothing has the name; else where it is said, where a file says it. */
function takenBy(name: string, files: ReadonlyMap<string, DescribedFile>): Origin | 'built-in' | null {
  if (isBuiltIn(name)) return 'built-in';
  return files.get(name)?.named ?? null;
}

function isBuiltIn(name: string): boolean {
  return BUILT_IN_CONNECTORS.some((one) => one === name);
}

function nameTaken(name: string, origin: Origin, by: Origin | 'built-in'): Diagnostic {
  const message =
    by === 'built-in'
      ? `The connector ${name} comes with Bylaw, and no file can have its name.`
      : `The connector ${name} is described twice.`;
  const related = by === 'built-in' ? [] : [{ message: `${name} is described here`, origin: by }];
  const hint = 'Give the connector a name of its own.';
  return diagnostic('connector-invalid', message, origin, { related, hint });
}

function faultsOf(
  organization: WorkspaceOrganization,
  apis: ReadonlyMap<string, ApiDescription>,
  shipped: ShippedConnectors,
): readonly Diagnostic[] {
  const { connector, settings } = organization;
  // What those of Bylaw's own are told, the schema has checked.
  if (isBuiltIn(connector)) return [];
  const api = apis.get(connector);
  if (api === undefined) return [unknownConnector(organization, [...apis.keys(), ...shipped.names()])];
  return settingFaults(describedSettings(api.auth), settings).map((fault) =>
    settingFault(organization, fault),
  );
}

function unknownConnector(
  { name, connector, places, origin }: WorkspaceOrganization,
  described: readonly string[],
): Diagnostic {
  const names = [...new Set([...BUILT_IN_CONNECTORS, ...described])];
  const message = `${name} is reached by the connector ${quote(connector)}, which there is not.`;
  const listed = `Connectors: ${names.join(', ')}. Files of others are listed under connectors.`;
  const hint = didYouMean(connector, names) ?? listed;
  return diagnostic('unknown-connector', message, places.get('connector') ?? origin, { hint });
}

const CODES = {
  missing: 'missing-key',
  unknown: 'unknown-key',
  'not-a-url': 'invalid-value',
  'not-a-variable': 'invalid-value',
  'not-a-value': 'invalid-value',
} as const satisfies Readonly<Record<SettingFault['fault'], string>>;

function settingFault(
  { name, places, origin }: WorkspaceOrganization,
  { setting, fault, message, hint }: SettingFault,
): Diagnostic {
  const told = fault === 'missing' ? `${name}: ${message}` : message;
  return diagnostic(CODES[fault], told, places.get(setting) ?? origin, { hint });
}
