import { join } from 'node:path';
import { CONNECTORS } from '../../connector/connectors.ts';
import { wholeSnapshot } from '../../connector/whole-snapshot.ts';
import { PEER_FORMATS, peerFormat, peerTerms } from '../../import/peer/peer-formats.ts';
import type { PeerFormat, PeerOrganization } from '../../import/peer/peer-source.ts';
import type { PeerTerms } from '../../import/peer/peer-terms.ts';
import type { Snapshot } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { didYouMean } from '../../source/did-you-mean.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';
import { openLiveReader } from '../session/open-connection.ts';
import { connectorListeners } from '../terminal/console.ts';
import type { AskedImport, ImportContext, ImportTarget } from './import-context.ts';
import { peerSource } from './peer-files.ts';

/** The live platform, as `--from` calls it for those who come from elsewhere. */
const LIVE = 'github';

/** What an organization is imported from: the platform itself, or the files of another program. */
export interface ImportSource {
  readonly asked: AskedImport;
  readonly snapshot: (site: ImportContext, target: ImportTarget) => Promise<Outcome<SourceSnapshot>>;
}

export interface SourceSnapshot {
  readonly found: Snapshot;
  /** Null where the platform itself was read. */
  readonly peer: PeerTerms | null;
}

/** Fails with `usage`, and with what reading another program's files finds. */
export function openImportSource(context: CommandContext, instant: string): Outcome<ImportSource> {
  const { args } = context;
  const from = args.text('from');
  const organizations = args.texts('organization');
  if (from === null || from === LIVE) return success(liveSource(context, from === LIVE));
  const format = peerFormat(from);
  if (format === null) {
    const known = [...PEER_FORMATS.map(({ name }) => name), LIVE];
    return failure(
      diagnostic('usage', `Nothing is imported from ${quote(from)}.`, null, {
        hint: didYouMean(from, known) ?? `--from takes ${known.join(', ')}.`,
      }),
    );
  }
  const [path, ...more] = args.positionals;
  if (path === undefined) {
    const what = format.takes === 'either' ? 'folder or file' : format.takes;
    return failure(
      diagnostic('usage', `--from ${format.name} needs the ${what} to read.`, null, {
        hint: exampleOf(format),
      }),
    );
  }
  const source = peerSource(format, path, [...organizations, ...more].map(nameOf));
  if (!source.ok) return source;
  const read = format.read(source.value);
  if (!read.ok) return read;
  return success(peerImport(format, read.value, [...organizations, ...more], instant), read.diagnostics);
}

function liveSource(context: CommandContext, named: boolean): ImportSource {
  const { args } = context;
  const asked: AskedImport = {
    organizations: [...args.positionals, ...args.texts('organization')],
    platform: named ? LIVE : null,
    connector: named ? connectorOfGithub() : null,
    missing: (needsUrl) =>
      `which organization${named ? '' : ', and --platform'}${needsUrl ? ' and --url' : ''}`,
    example: 'bylaw import acme --platform oten --url https://…',
  };
  return { asked, snapshot: (site, target) => readLive(context, site, target) };
}

/** Reads one organization and never writes to it: what is opened has no way to. */
async function readLive(
  context: CommandContext,
  site: ImportContext,
  { name, platform }: ImportTarget,
): Promise<Outcome<SourceSnapshot>> {
  const live = {
    workspace: site,
    args: context.args,
    environment: context.environment,
    // Who wants to see what would be written wants nothing written.
    keepsAt: context.args.flag('diff') ? null : join(site.root, site.document.stateDirectory),
    ...connectorListeners(context.console),
  };
  const reader = openLiveReader(live, { organization: name, platform });
  if (!reader.ok) return reader;
  const snapshot = wholeSnapshot(await reader.value.read());
  return snapshot.ok ? success({ found: snapshot.value, peer: null }, snapshot.diagnostics) : snapshot;
}

function peerImport(
  format: PeerFormat,
  read: readonly PeerOrganization[],
  asked: readonly string[],
  instant: string,
): ImportSource {
  return {
    asked: {
      organizations: asked.length > 0 ? asked : read.map(({ name }) => name),
      platform: LIVE,
      connector: connectorOfGithub(),
      missing: (needsUrl) => (needsUrl ? '--url' : 'which organization'),
      example: exampleOf(format),
    },
    snapshot: async (_site, { name }) => {
      const found = read.find((one) => one.name === name);
      if (found === undefined) throw new Error(`unreachable: nobody asked for ${name}`);
      return success({
        found: { organization: name, resources: found.resources, revision: '', readAt: instant },
        peer: peerTerms(format, found),
      });
    },
  };
}

function exampleOf({ name, takes }: PeerFormat): string {
  return `bylaw import --from ${name} ${takes === 'file' ? 'config.yaml' : 'config'} --organization acme`;
}

/** The name in documents of `acme=ACME-1`, as GitHub compares names. */
function nameOf(word: string): string {
  return (word.split('=')[0] ?? word).toLowerCase();
}

/** GitHub's own connector where there is one. */
function connectorOfGithub(): string | null {
  return Object.hasOwn(CONNECTORS, LIVE) ? LIVE : null;
}
