import { connect, openWriter } from '../../../connector/connect.ts';
import { CONNECTORS } from '../../../connector/connectors.ts';
import { type ConnectionSettings, settingFaults, textSetting } from '../../../connector/settings.ts';
import { wholeSnapshot } from '../../../connector/whole-snapshot.ts';
import { scopeAddress } from '../../../resource/address.ts';
import { comparableUrl } from '../../../source/api-url.ts';
import type { DiagnosticCode } from '../../../source/codes/codes.ts';
import { DEFAULT_CONNECTOR, DEFAULT_TOKEN_VARIABLE } from '../../../source/connection-defaults.ts';
import type { Diagnostic } from '../../../source/diagnostic.ts';
import { didYouMean } from '../../../source/did-you-mean.ts';
import { rememberSecret } from '../../../source/redact-errors.ts';
import {
  type Attributes,
  type Row,
  type RowDiagnostic,
  type RowValue,
  UNKNOWN,
} from '../../provider/protocol/row.ts';
import { type BlockPath, rowProblem, rowProblemOf } from '../block-diagnostics.ts';
import { LastToStay } from '../last-to-stay.ts';
import { LiveAccess } from '../live-access.ts';
import { ClaimRegistry } from '../ownership/claim-registry.ts';
import type { Peers } from '../ownership/peers.ts';
import type { PlatformStore } from './bundled-platforms.ts';
import type { ConnectorStore } from './connector-store.ts';
import { isFilePath } from './file-path.ts';
import { PlannedRows } from './planned-rows.ts';
import type { InFlightWork, ProviderInstance } from './provider-session.ts';
import { RenameRegistry } from './rename-registry.ts';
import { Rereader } from './reread.ts';
import { problemOfConnection, problemOfSetting } from './setting-problems.ts';

/** The provider block. No token: it comes from the environment, so that no configuration, plan or state ever holds it. */
export const PROVIDER_ATTRIBUTES: Attributes = {
  connector: {
    type: 'string',
    mode: 'optional',
    description: `Name of a connector that comes with the provider (${Object.keys(CONNECTORS).join(', ')}, or that of a product whose connector file does), or the path of a connector file. Left out: \`${DEFAULT_CONNECTOR}\`.`,
  },
  url: {
    type: 'string',
    mode: 'optional',
    description:
      'Base URL of the platform: `https://access.acme.com`. Left out: where the connector knows its platform to be, if it does.',
  },
  organization: {
    type: 'string',
    mode: 'required',
    description: 'Name of the organization; every path begins with it.',
  },
  remote: {
    type: 'string',
    mode: 'optional',
    description: 'Id or slug of the organization on the platform. Left out: its name.',
  },
  platform: {
    type: 'string',
    mode: 'required',
    description: 'Name of a platform that comes with the provider, or the path of a platform file.',
  },
  token_env: {
    type: 'string',
    mode: 'optional',
    description: `Name of the environment variable that holds the token. Left out: that of the connector, \`${DEFAULT_TOKEN_VARIABLE}\`.`,
  },
  settings: {
    type: 'string',
    mode: 'optional',
    description:
      'What else the connector asks for, as in a workspace: `jsonencode({ ... })`. Names of variables only, no secrets.',
  },
};

/** What the world outside is to the provider: handed in, so that tests can be the world. */
export interface ProviderEnvironment {
  readonly environment: NodeJS.ProcessEnv;
  readonly platforms: PlatformStore;
  readonly connectors: ConnectorStore;
  readonly course: InFlightWork;
  /** Where blocks of one organization tell each other what they claim; left out, none hears another. */
  readonly papers?: { join(platform: string): Peers | null };
}

/** What can be said of the block by itself: forms, names, and the platform file where it is named. */
export async function checkSettings(
  config: Row,
  { platforms, connectors }: ProviderEnvironment,
): Promise<readonly RowDiagnostic[]> {
  const found: RowDiagnostic[] = [];
  const say = (summary: string, detail: string, ...blockPath: BlockPath): void => {
    found.push(rowProblem(summary, detail, blockPath));
  };
  const { organization, remote, platform } = config;
  const name = connectorOf(config);
  if (typeof name === 'string') {
    const loaded = await connectors.load(name);
    if (loaded === null) {
      const names = connectors.names();
      const hint = didYouMean(name, names) ?? `Connectors: ${names.join(', ')}, or the path of a file.`;
      say('No such connector', `There is no connector ${JSON.stringify(name)}. ${hint}`, 'connector');
    } else if (!loaded.ok) found.push(...loaded.diagnostics.map((d) => rowProblemOf(d, ['connector'])));
    const known = loaded?.ok ? loaded.value : null;
    const written = settingsIn(config);
    if (written === null) {
      say('Not settings', 'settings is not the JSON of a map: write jsonencode({ ... }).', 'settings');
    } else if (known !== null && !written.isOpen) {
      found.push(...settingFaults(known.settings, written.settings).map(problemOfSetting));
    }
  }
  if (typeof organization === 'string' && !/^[^\s/|]+$/u.test(organization))
    say(
      'Not a name',
      `${JSON.stringify(organization)}: a name has no spaces, no / and no |.`,
      'organization',
    );
  if (remote === '') say('Not an id', 'Leave remote out if it is the name.', 'remote');
  if (typeof platform === 'string') {
    const loaded = await platforms.load(platform);
    if (!loaded.ok) found.push(...loaded.diagnostics.map((d) => rowProblemOf(d, ['platform'])));
  }
  return found;
}

function connectorOf({ connector = null }: Row): RowValue {
  return connector ?? DEFAULT_CONNECTOR;
}

/** Which attribute a failed read speaks of. */
const PLACES: { readonly [C in DiagnosticCode]?: string } = {
  'token-missing': 'token_env',
  'token-rejected': 'token_env',
  'token-forbidden': 'token_env',
  'connector-unreachable': 'url',
  'connector-protocol': 'url',
  'certificate-untrusted': 'url',
  'proxy-invalid': 'url',
  'proxy-failed': 'url',
  'unknown-live-organization': 'organization',
  'connector-mismatch': 'platform',
};

/**
 * Connects, and reads the whole organization at once: a refresh then costs no request for any resource, and what is
 * wrong with the connection is said once, at the block, instead of at each of five thousand resources.
 */
export async function configureProvider(
  config: Row,
  providerEnvironment: ProviderEnvironment,
): Promise<{ readonly session: ProviderInstance | null; readonly problems?: readonly RowDiagnostic[] }> {
  const { environment, platforms, connectors, course } = providerEnvironment;
  if (Object.values(config).includes(UNKNOWN)) return { session: await deferredProvider(config, platforms) };
  const wrong = await checkSettings(config, providerEnvironment);
  if (wrong.length > 0) return { session: null, problems: wrong };
  const organization = String(config.organization);
  const found = await connectors.load(String(connectorOf(config)));
  const written = settingsIn(config);
  const platform = await platforms.load(String(config.platform));
  if (!found?.ok || written === null || !platform.ok) throw new Error('checked before');
  const connector = found.value;
  const remote = String(config.remote ?? organization);
  const { settings } = written;
  const connected = connect(connector, { organization, remote, settings }, environment);
  if (!connected.ok) return { session: null, problems: connected.faults.map(problemOfConnection) };
  for (const secret of Object.values(connected.value.secrets)) rememberSecret(secret);
  const peers = providerEnvironment.papers?.join(serverIn(connected.value.settings)) ?? null;
  const writer = openWriter(connector, {
    ...connected.value,
    platform: platform.value,
    environment,
    stop: course.signal,
  });
  const snapshot = await course.unlessStopped(writer.read().then(wholeSnapshot));
  if (!snapshot?.ok) peers?.end();
  if (snapshot === null) return { session: null, problems: [interrupted(organization)] };
  const problems = snapshot.diagnostics.map((d) => rowProblemOf(d, placeOf(d, config)));
  if (!snapshot.ok) return { session: null, problems };
  const live = new LiveAccess(platform.value, organization, snapshot.value.resources);
  const root = live.get('scope', scopeAddress(organization));
  const known = root === null ? null : (writer.lastingId?.(root) ?? null);
  peers?.areOf({ of: known ?? remote, organization });
  const claimRegistry = new ClaimRegistry(peers);
  let { revision } = snapshot.value;
  const read = async (): Promise<readonly RowDiagnostic[]> => {
    peers?.reads();
    const again = await course.unlessStopped(writer.read().then(wholeSnapshot));
    if (again === null) return [interrupted(organization)];
    if (!again.ok) return again.diagnostics.map((d) => rowProblemOf(d, null));
    ({ revision } = again.value);
    live.replace(again.value.resources);
    return [];
  };
  /** Where the platform counts its changes, by whomever, it is asked; else only other blocks of this run tell. */
  const hasChanged = async (): Promise<boolean> => {
    if (peers?.changedSinceRead()) return true;
    if (writer.revision === undefined) return false;
    const now = await course.unlessStopped(writer.revision());
    return !(now?.ok && now.value === revision);
  };
  const rereader = new Rereader(read, hasChanged);
  return {
    session: {
      state: 'ready',
      organization,
      platform: platform.value,
      live,
      writer,
      supports: (write) => connector.supports(write, platform.value),
      course,
      rereading: rereader,
      claims: claimRegistry,
      renamings: new RenameRegistry(),
      foreseen: new PlannedRows(),
      lastToStay: new LastToStay(platform.value),
    },
    problems,
  };
}

interface SettingsOfBlock {
  readonly settings: ConnectionSettings;
  /** Something of it is known during apply only. */
  readonly isOpen: boolean;
}

/** What a block says of its connection, in the words of a workspace; null where `settings` is no map. */
function settingsIn({
  url = null,
  token_env: variable = null,
  settings = null,
}: Row): SettingsOfBlock | null {
  const isOpen = [url, variable, settings].includes(UNKNOWN);
  const own = typeof settings === 'string' ? parsed(settings) : {};
  if (own === null) return null;
  const texts = { url, 'token-env': variable };
  const said = Object.entries(texts).filter((one): one is [string, string] => typeof one[1] === 'string');
  return { settings: { ...own, ...Object.fromEntries(said) }, isOpen };
}

function parsed(text: string): ConnectionSettings | null {
  try {
    const value: unknown = JSON.parse(text);
    return isSettings(value) ? value : null;
  } catch {
    return null;
  }
}

function isSettings(value: unknown): value is ConnectionSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the platform is: blocks that say the same hear of each other. */
function serverIn(settings: ConnectionSettings): string {
  const url = textSetting(settings, 'url');
  return url === null ? JSON.stringify(settings) : comparableUrl(url);
}

function interrupted(organization: string): RowDiagnostic {
  return rowProblem('Interrupted', `Stopped while ${organization} was read.`);
}

async function deferredProvider({ platform }: Row, platformStore: PlatformStore): Promise<ProviderInstance> {
  const loaded = typeof platform === 'string' ? await platformStore.load(platform) : null;
  return { state: 'waiting', platform: loaded?.ok ? loaded.value : null, claims: new ClaimRegistry() };
}

function placeOf({ code }: Diagnostic, { connector }: Row): BlockPath | null {
  // What a connector file leaves open is a matter of that file.
  if (code === 'connector-mismatch' && typeof connector === 'string' && isFilePath(connector))
    return ['connector'];
  const name = PLACES[code];
  return name === undefined ? null : [name];
}
