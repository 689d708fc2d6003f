import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Desired } from '../../compile/desired.ts';
import { exceptionsInForce } from '../../compile/exception-in-force.ts';
import { isTaken, readWholeFile } from '../../file/read-file.ts';
import { stageFile } from '../../file/write-file.ts';
import type { WrittenPlace } from '../../policy/guardrails-document.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { escapeText } from '../../source/quote.ts';
import { connectionOf } from '../../workspace/workspace.ts';
import { type Session, stateDirectory } from './session.ts';

/** Where an organization was when it was last applied, in a file of the state directory. */
export const PLACE_SUFFIX = '.place.json';

const VERSION = 1;

/** What leads to an organization. */
interface AppliedPlace {
  readonly platform: string;
  readonly connector: string;
  /** Null where the connector knows it by itself. */
  readonly url: string | null;
  /** Id or slug on the platform. */
  readonly remote: string;
}

/**
 * The same documents applied to another platform than yesterday take everything away that is there, and give what is
 * written to strangers. Reports `connection-moved`, a warning, with which an apply is refused. Without the file, or with
 * one of another version, nothing is known and nothing is said.
 */
export function connectionMoved(session: Session, desired: Desired): Diagnostic | null {
  const now = placeOf(session, desired);
  const before = loadPlace(stateDirectory(session.workspace), desired.organization);
  if (now === null || before === null) return null;
  const moved = PARTS.filter((part) => before[part] !== now[part]);
  if (moved.length === 0) return null;
  const { guardrails = [], instant, organization } = desired;
  if (exceptionsInForce(guardrails, Date.parse(instant)).some(({ connection }) => means(connection, now)))
    return null;
  const [was, is] = [before, now].map((place) =>
    moved.map((part) => `${part} ${escapeText(place[part] ?? 'none')}`).join(', '),
  );
  const message = `${organization} was last applied to another place: ${was}; now it is ${is}.`;
  const lines = [
    `platform: ${now.platform}`,
    ...(now.url === null ? [] : [`url: "${now.url}"`]),
    `organization: ${now.remote}`,
  ];
  const hint = `Check bylaw.yaml and --url. If it is meant, a Guardrails document of ${organization} says so: exceptions: { "where it moves": { connection: { ${lines.join(', ')} }, reason: …, owner: …, until: … } }`;
  const origin = connectionOf(session.workspace, organization)?.origin ?? null;
  return diagnostic('connection-moved', message, origin, { severity: 'warning', hint });
}

const PARTS = ['platform', 'connector', 'url', 'remote'] as const satisfies readonly (keyof AppliedPlace)[];

/** What an exception does not say may be anything, but it has to say something that is so. */
function means(connection: WrittenPlace | null, now: AppliedPlace): boolean {
  if (connection === null) return false;
  const { platform, url, remote } = connection;
  if (platform === null && url === null && remote === null) return false;
  return (
    (platform === null || platform === now.platform) &&
    (url === null || url === now.url) &&
    (remote === null || remote === now.remote)
  );
}

/** Throws what the system says where the file cannot be written. */
export function saveAppliedPlace(session: Session, desired: Desired): void {
  const place = placeOf(session, desired);
  if (place === null) return;
  const directory = stateDirectory(session.workspace);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ version: VERSION, ...place }, null, 1)}\n`;
  stageFile(fileOf(directory, desired.organization), text, 0o600).replace();
}

function placeOf({ workspace, live }: Session, { organization, platform }: Desired): AppliedPlace | null {
  const target = connectionOf(workspace, organization);
  if (target === null) return null;
  const url = live.args.text('url') ?? target.url?.value ?? null;
  return { platform: platform.name, connector: target.connector, url, remote: target.remote };
}

function loadPlace(directory: string, organization: string): AppliedPlace | null {
  const file = fileOf(directory, organization);
  if (!isTaken(file)) return null;
  const read = readWholeFile(file);
  return read.ok ? placeIn(read.value.toString('utf8')) : null;
}

function fileOf(directory: string, organization: string): string {
  return join(directory, `${organization}${PLACE_SUFFIX}`);
}

function placeIn(text: string): AppliedPlace | null {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof content !== 'object' || content === null) return null;
  const { version, platform, connector, url, remote } = content as Readonly<Record<string, unknown>>;
  if (version !== VERSION || typeof platform !== 'string' || typeof connector !== 'string') return null;
  if (typeof remote !== 'string' || (url !== null && typeof url !== 'string')) return null;
  return { platform, connector, url, remote };
}
