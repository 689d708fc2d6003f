import { CONNECTORS } from '../../connector/connectors.ts';
import { apiUrlFault, comparableUrl } from '../../source/api-url.ts';
import type { DiagnosticCode } from '../../source/codes.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/nearest.ts';
import { looksLikeToken } from '../../source/redact.ts';
import { type Attributes, type Row, type RowProblem, UNKNOWN } from '../provider/protocol/row.ts';
import { Claims } from './claims.ts';
import type { Fellows } from './fellows.ts';
import { Foreseen } from './foreseen.ts';
import { LastToStay } from './last-to-stay.ts';
import { LiveAccess } from './live.ts';
import type { Platforms } from './platforms.ts';
import { type Place, problem, problemOf } from './problems.ts';
import { Renamings } from './renamings.ts';
import { Rereading } from './rereading.ts';
import type { Course, Session } from './session.ts';

export const DEFAULT_CONNECTOR = 'access-api';
export const DEFAULT_TOKEN_ENV = 'BYLAW_TOKEN';

/** The provider block. No token: it comes from the environment, so that no configuration, plan or state ever holds it. */
export const PROVIDER_ATTRIBUTES: Attributes = {
  connector: {
    type: 'string',
    mode: 'optional',
    description: `How the platform is spoken to: ${Object.keys(CONNECTORS).join(', ')}. Left out: \`${DEFAULT_CONNECTOR}\`.`,
  },
  url: {
    type: 'string',
    mode: 'required',
    description: 'Base URL of the platform: `https://access.acme.com`.',
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
    description: `Name of the environment variable that holds the token. Left out: \`${DEFAULT_TOKEN_ENV}\`.`,
  },
};

/** What the world outside is to the provider: handed in, so that tests can be the world. */
export interface World {
  readonly environment: NodeJS.ProcessEnv;
  readonly platforms: Platforms;
  readonly course: Course;
  /** Where blocks of one organization tell each other what they claim; left out, none hears another. */
  readonly papers?: { join(platform: string): Fellows | null };
}

/** What can be said of the block by itself: forms, names, and the platform file where it is named. */
export async function checkSettings(config: Row, { platforms }: World): Promise<readonly RowProblem[]> {
  const found: RowProblem[] = [];
  const say = (summary: string, detail: string, ...place: Place): void => {
    found.push(problem(summary, detail, place));
  };
  const { connector, url, organization, remote, platform, token_env: variable } = config;
  if (typeof connector === 'string' && !Object.hasOwn(CONNECTORS, connector)) {
    const known = Object.keys(CONNECTORS);
    const hint = didYouMean(connector, known) ?? `Connectors: ${known.join(', ')}.`;
    say('No such connector', `There is no connector ${JSON.stringify(connector)}. ${hint}`, 'connector');
  }
  const fault = typeof url === 'string' ? apiUrlFault(url) : null;
  if (fault !== null) say('Not a URL', fault, 'url');
  if (typeof organization === 'string' && !/^[^\s/|]+$/u.test(organization))
    say(
      'Not a name',
      `${JSON.stringify(organization)}: a name has no blanks, no / and no |.`,
      'organization',
    );
  if (remote === '') say('Not an id', 'Leave remote out where it is the name.', 'remote');
  if (
    typeof variable === 'string' &&
    (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) || looksLikeToken(variable))
  ) {
    // Who writes a token here must not read it again in a log.
    say(
      'Not the name of a variable',
      'token_env names an environment variable; the token itself stays out of the configuration.',
      'token_env',
    );
  }
  if (typeof platform === 'string') {
    const loaded = await platforms.load(platform);
    if (!loaded.ok) found.push(...loaded.diagnostics.map((d) => problemOf(d, ['platform'])));
  }
  return found;
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
export async function configure(
  config: Row,
  world: World,
): Promise<{ readonly session: Session | null; readonly problems?: readonly RowProblem[] }> {
  const { environment, platforms, course } = world;
  if (Object.values(config).includes(UNKNOWN)) return { session: await waiting(config, platforms) };
  const wrong = await checkSettings(config, world);
  if (wrong.length > 0) return { session: null, problems: wrong };
  const organization = String(config.organization);
  const connector = CONNECTORS[String(config.connector ?? DEFAULT_CONNECTOR)];
  const platform = await platforms.load(String(config.platform));
  if (connector === undefined || !platform.ok) throw new Error('checked before');
  const variable = String(config.token_env ?? DEFAULT_TOKEN_ENV);
  const token = environment[variable] ?? '';
  if (token === '') {
    const detail = `The environment variable ${variable} holds no token for ${organization}. Set it where terraform runs.`;
    return { session: null, problems: [problem('No token', detail, ['token_env'])] };
  }
  const remote = String(config.remote ?? organization);
  const url = String(config.url).replace(/\/+$/, '');
  const fellows = world.papers?.join(comparableUrl(url)) ?? null;
  const writer = connector.openWriter({
    organization,
    remote,
    url,
    token,
    platform: platform.value,
    environment,
    stop: course.signal,
  });
  const snapshot = await course.unlessStopped(writer.read());
  if (!snapshot?.ok) fellows?.end();
  if (snapshot === null) return { session: null, problems: [interrupted(organization)] };
  const problems = snapshot.diagnostics.map((d) => problemOf(d, placeOf(d)));
  if (!snapshot.ok) return { session: null, problems };
  const live = new LiveAccess(platform.value, organization, snapshot.value.resources);
  const root = live.get('scope', `scope:${organization}`);
  const known = root === null ? null : (writer.lastingId?.(root) ?? null);
  fellows?.areOf({ of: known ?? remote, organization });
  const claims = new Claims(fellows);
  let { revision } = snapshot.value;
  const read = async (): Promise<readonly RowProblem[]> => {
    fellows?.reads();
    const again = await course.unlessStopped(writer.read());
    if (again === null) return [interrupted(organization)];
    if (!again.ok) return again.diagnostics.map((d) => problemOf(d, null));
    ({ revision } = again.value);
    live.replace(again.value.resources);
    return [];
  };
  /** Where the platform counts its changes, by whomever, it is asked; else only other blocks of this run tell. */
  const hasChanged = async (): Promise<boolean> => {
    if (fellows?.changedSinceRead()) return true;
    if (writer.revision === undefined) return false;
    const now = await course.unlessStopped(writer.revision());
    return !(now?.ok && now.value === revision);
  };
  const rereading = new Rereading(read, hasChanged);
  return {
    session: {
      state: 'ready',
      organization,
      platform: platform.value,
      live,
      writer,
      course,
      rereading,
      claims,
      renamings: new Renamings(),
      foreseen: new Foreseen(),
      lastToStay: new LastToStay(platform.value),
    },
    problems,
  };
}

function interrupted(organization: string): RowProblem {
  return problem('Interrupted', `Stopped while ${organization} was read.`);
}

async function waiting({ platform }: Row, platforms: Platforms): Promise<Session> {
  const loaded = typeof platform === 'string' ? await platforms.load(platform) : null;
  return { state: 'waiting', platform: loaded?.ok ? loaded.value : null, claims: new Claims() };
}

function placeOf({ code }: Diagnostic): Place | null {
  const name = PLACES[code];
  return name === undefined ? null : [name];
}

/** What is wrong with a base URL. One that may hold a password is not repeated: terraform prints what is said here. */
