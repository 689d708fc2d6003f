import { createHash } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import { isTaken, readWholeFile } from '../../file/read-file.ts';
import { writeResult } from '../../file/write-file.ts';
import {
  type BadgedConnector,
  badgeFileOf,
  badgeText,
  type ConnectorBadge,
  type FileSeal,
  readBadge,
} from '../../report/connector/connector-badge.ts';
import type { ConnectorTested } from '../../report/connector/connector-check.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { bylawVersion } from '../../workspace/bylaw-version.ts';
import { PLATFORMS_DIRECTORY, platformFiles } from '../../workspace/schema-files.ts';

/** Writes the badge beside the connector file, in place of the one that is there. The connector file is the first. */
export function writeBadge(
  tested: Omit<ConnectorTested, 'badge'>,
  files: readonly [string, ...string[]],
  now: Date,
): Outcome<string> {
  const target = badgeFileOf(files[0]);
  const seals: FileSeal[] = [];
  for (const file of files) {
    const sha256 = digestOf(file);
    if (!sha256.ok) return sha256;
    seals.push({ file: sealedName(file, target), sha256: sha256.value });
  }
  const badge: ConnectorBadge = {
    connector: tested.connector,
    version: tested.version,
    date: now.toISOString().slice(0, 10),
    bylaw: bylawVersion(),
    files: seals,
    checks: tested.checks.flatMap(({ check, verdict, counts }) =>
      verdict === 'failed' ? [] : [{ check, verdict, counts }],
    ),
  };
  const written = writeResult(target, badgeText(badge), { sources: files });
  return written.ok ? success(target) : written;
}

/** Whether a connector file has a badge, and is still the file of which it speaks. Fails for what cannot be read. */
export function badgedConnector(file: string): Outcome<BadgedConnector> {
  const whole = readWholeFile(file, { place: null });
  if (!whole.ok) return whole;
  const place = badgeFileOf(file);
  if (!isTaken(place)) return success({ file, badge: { state: 'missing' } });
  const text = readWholeFile(place, { place: null });
  if (!text.ok) return text;
  const badge = readBadge(text.value.toString('utf8'));
  if (badge === null) {
    const hint = 'Write it again with bylaw connector test --badge.';
    return failure(diagnostic('invalid-value', `${quote(place)} is no badge.`, null, { hint }));
  }
  const changed = badge.files.flatMap((seal) => {
    const now = digestOf(sealedFile(seal.file, place));
    return now.ok && now.value === seal.sha256 ? [] : [seal.file];
  });
  return success({
    file,
    badge: changed.length === 0 ? { state: 'fits', badge } : { state: 'stale', badge, changed },
  });
}

/** A platform that comes with Bylaw lies elsewhere on each machine. */
const BUILT_IN = 'platform:';

function sealedName(file: string, badgeFile: string): string {
  return platformFiles().includes(file)
    ? `${BUILT_IN}${basename(file)}`
    : relative(dirname(badgeFile), file).replaceAll('\\', '/');
}

function sealedFile(name: string, badgeFile: string): string {
  return name.startsWith(BUILT_IN)
    ? join(PLATFORMS_DIRECTORY, name.slice(BUILT_IN.length))
    : join(dirname(badgeFile), name);
}

/** The same for a file whose lines a checkout ends otherwise. */
function digestOf(file: string): Outcome<string> {
  const bytes = readWholeFile(file, { place: null });
  if (!bytes.ok) return bytes;
  const text = bytes.value.toString('utf8').replaceAll('\r\n', '\n');
  return success(createHash('sha256').update(text).digest('hex'));
}
