import { Findings } from '../../../source/findings.ts';
import { known } from '../../../source/known.ts';
import { type Outcome, outcome } from '../../../source/outcome.ts';
import { quote } from '../../../source/quote.ts';
import type { SourceDocument } from '../../../source/source-document.ts';
import { ReadPaths } from '../read/read-paths.ts';
import type { ApiDescription, Consistency, VersionBound } from './api-description.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { describeAuth } from './describe-auth.ts';
import { describeEntries } from './describe-entries.ts';
import { describeLists } from './describe-lists.ts';
import { describeSight } from './describe-sight.ts';
import { fieldPath, type ValuePlace } from './describe-values.ts';
import { describeWrites } from './describe-writes.ts';

const IN_FLIGHT = 8;
const NO_VERSION = null;

/**
 * A Connector document that the schema has accepted → what the interpreter reads by, defaults filled in. Code:
 * `connector-invalid`, for all that cannot be read safely.
 */
export function describeApi(document: SourceDocument): Outcome<ApiDescription> {
  // The schema has accepted it.
  const written = document.value as ConnectorDocument;
  const findings = new Findings(document);
  const place: ValuePlace = {
    findings,
    lists: new Map(
      Object.entries(written.lists).map(([name, list]) => [
        name,
        { ids: typeof list.id === 'string' ? 1 : list.id.length, isBelow: list.for !== undefined },
      ]),
    ),
    around: [],
  };
  const lists = describeLists(written.lists, place);
  const { entries, effective } = describeEntries(written, written.lists, place);
  const { member: people } = written.read;
  if (people?.some(({ key }) => key !== undefined) !== true) {
    findings.atKey('connector-invalid', ['read', 'member'], 'No entry says who the people are.', {
      hint: 'Write an entry with key.',
    });
  }
  const { errors = {}, pace = {} } = written;
  const described: ApiDescription = {
    name: written.name,
    description: written.description ?? written.title ?? written.name,
    base: describeBase(written.base, findings),
    version: describeVersion(written, findings),
    auth: describeAuth(written, findings),
    seesAll: describeSight(written['sees-all'], findings),
    headers: describeHeaders(written.headers, findings),
    settles: written.settles === undefined ? 0 : milliseconds(written.settles),
    pace: {
      inFlight: pace['in-flight'] === undefined ? IN_FLIGHT : pace['in-flight'],
      perMinute: pace['per-minute'] === undefined ? null : pace['per-minute'],
    },
    errors: {
      inBody: errors['in-body'] === undefined ? null : fieldPath(errors['in-body']),
      already: statuses(errors.already),
      gone: statuses(errors.gone),
      changed: statuses(errors.changed),
    },
    slashes: written.slashes === undefined ? 'none' : written.slashes,
    consistent: describeConsistency(written.consistent),
    lists,
    entries,
    effective,
    write: describeWrites(
      written,
      { api: { lists, entries }, paths: new ReadPaths({ lists, entries, effective }), findings },
      place,
    ),
  };
  return outcome(described, findings.diagnostics);
}

/** `10s`, `2m`. */
function milliseconds(written: string): number {
  return Number.parseInt(written, 10) * (written.endsWith('m') ? 60_000 : 1000);
}

function statuses(written: readonly number[] | undefined): readonly number[] {
  return written === undefined ? [] : written;
}

/** What lets requests in, and how they are sent, no file says here. */
const NOT_HEADERS: ReadonlySet<string> = new Set([
  ...['authorization', 'cookie', 'proxy-authorization', 'host'],
  ...[
    'connection',
    'content-length',
    'content-type',
    'transfer-encoding',
    'accept-encoding',
    'te',
    'upgrade',
  ],
]);

function describeHeaders(
  written: ConnectorDocument['headers'],
  findings: Findings,
): Readonly<Record<string, string>> {
  if (written === undefined) return {};
  return Object.fromEntries(
    Object.entries(written).map(([name, text]) => {
      const header = name.toLowerCase();
      if (NOT_HEADERS.has(header)) {
        const message = `The header ${quote(name)} is not for a file to say.`;
        findings.atKey('connector-invalid', ['headers', name], message, {
          hint: 'What lets requests in stands under auth.',
        });
      }
      return [header, text];
    }),
  );
}

function describeBase(written: string | undefined, findings: Findings): string {
  if (written === undefined) return '';
  const rest = written.replaceAll('{organization}', 'x');
  if (/[{}]/.test(rest) || rest.split('/').some((segment) => segment === '.' || segment === '..')) {
    findings.atValue(
      'connector-invalid',
      ['base'],
      'Only {organization} can stand in the base, and it never leads back.',
    );
  }
  return written.replace(/\/$/, '');
}

function describeVersion(
  { version, 'told-by': told }: ConnectorDocument,
  findings: Findings,
): ApiDescription['version'] {
  if (version === undefined && told === undefined) return NO_VERSION;
  if (version === undefined || told === undefined) {
    const [here, missing] = version === undefined ? ['told-by', 'version'] : ['version', 'told-by'];
    findings.atKey('connector-invalid', [here], `\`${here}\` says nothing without \`${missing}\`.`);
    return NO_VERSION;
  }
  if (/[{}]/.test(told.get)) {
    findings.atValue('connector-invalid', ['told-by', 'get'], 'The version is asked for of no row.');
  }
  const bounds = version.split(' ').map((bound): VersionBound => {
    const [, is, number] = known(/^(<=|>=|<|>|=)(.*)$/.exec(bound), 'a bound of a version');
    return { is: comparison(is), version: known(number, 'the number of a version').split('.').map(Number) };
  });
  return { written: version, bounds, get: told.get, path: fieldPath(told.path) };
}

function comparison(sign: string | undefined): VersionBound['is'] {
  switch (sign) {
    case '<=':
    case '>=':
    case '<':
    case '>':
    case '=':
      return sign;
    default:
      throw new Error(`unreachable: the schema takes no bound ${sign}`);
  }
}

function describeConsistency(written: ConnectorDocument['consistent']): Consistency {
  if (typeof written === 'string') return { by: 'twice' };
  return written.revision === undefined
    ? { by: 'header', name: known(written.header, 'the header of the counter').toLowerCase() }
    : { by: 'revision', path: fieldPath(written.revision) };
}
