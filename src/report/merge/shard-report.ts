import { LINT_RULES } from '../../compile/lint/lint-rules.ts';
import { isShard } from '../../policy/shard.ts';
import { CheckedFields, MissingField } from '../../source/checked-fields.ts';
import { CODES, type DiagnosticCode } from '../../source/codes/codes.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText, quote } from '../../source/quote.ts';
import { SEVERITIES } from '../diagnostics/diagnostics-summary.ts';
import { readOrigin } from '../json/read-origin.ts';
import { FORMAT } from '../json/report-envelope.ts';
import type { ShardBaseJson, ShardJson } from '../json/shard-json.ts';
import { organizationReaderOf, type ReadOrganization } from './organization-lines.ts';
import { SHARDED, type ShardedCommand } from './sharded-command.ts';

const RESULTS = ['ok', 'failed', 'no-changes', 'changes', 'no-drift', 'drift', 'error'] as const;

/** One organization of a report: as it stood there, and what of it is told in text. */
export interface ReportedOrganization extends ReadOrganization {
  readonly json: unknown;
}

/** The JSON report of one shard, read again. */
export interface ShardReport {
  readonly file: string;
  readonly command: ShardedCommand;
  readonly result: (typeof RESULTS)[number];
  readonly shard: ShardJson;
  readonly diagnostics: readonly Diagnostic[];
  readonly organizations: readonly ReportedOrganization[];
  /** Of a plan; null for other commands, and for one that came to nothing. */
  readonly engine: { readonly name: string; readonly version: string | null } | null;
  readonly failedExpectations: number;
}

/** Fails with report-invalid. */
export function readShardReport(text: string, file: string): Outcome<ShardReport> {
  const invalid = (what: string) => failure(diagnostic('report-invalid', `${quote(file)} ${what}.`, null));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid('is not JSON');
  }
  try {
    const report = new CheckedFields(value, 'report');
    if (report.text('format') !== FORMAT) return invalid(`is not a report of the form ${FORMAT}`);
    if (!report.has('shard')) return invalid('is not the report of a shard');
    return success(shardReport(report, file));
  } catch (error) {
    if (error instanceof MissingField)
      return invalid(`is not a report of a shard: ${escapeText(error.message)} is not as it has to be`);
    throw error;
  }
}

function shardReport(report: CheckedFields, file: string): ShardReport {
  const command = report.oneOf('command', SHARDED);
  const read = organizationReaderOf(command);
  const raw = report.has('organizations') ? report.raw('organizations') : [];
  const jsons: readonly unknown[] = Array.isArray(raw) ? raw : [];
  const organizations = report.has('organizations') ? report.list('organizations') : [];
  return {
    file,
    command,
    result: report.oneOf('result', RESULTS),
    shard: shardOf(report.fields('shard')),
    diagnostics: report.list('diagnostics').map(diagnosticOf),
    organizations: organizations.map((one, at) => ({ ...read(one), json: jsons[at] })),
    engine: report.has('engine') && !report.isNull('engine') ? engineOf(report.fields('engine')) : null,
    failedExpectations: report.has('failedExpectations') ? report.whole('failedExpectations') : 0,
  };
}

function engineOf(fields: CheckedFields): { readonly name: string; readonly version: string | null } {
  return { name: fields.text('name'), version: fields.textOrNull('version') };
}

function shardOf(fields: CheckedFields): ShardJson {
  const [number, count, status] = [fields.whole('number'), fields.whole('count'), fields.whole('status')];
  if (!isShard({ number, count })) throw new MissingField('report.shard');
  if (status !== 0 && status !== 1 && status !== 2) throw new MissingField('report.shard.status');
  return {
    number,
    count,
    status,
    bylaw: fields.text('bylaw'),
    revision: fields.textOrNull('revision'),
    commit: fields.textOrNull('commit'),
    at: fields.textOrNull('at'),
    live: fields.flag('live'),
    url: fields.textOrNull('url'),
    base: fields.isNull('base') ? null : baseOf(fields.fields('base')),
    organizations: fields.isNull('organizations') ? null : fields.whole('organizations'),
  };
}

function baseOf(fields: CheckedFields): ShardBaseJson {
  return {
    asked: fields.text('asked'),
    commit: fields.textOrNull('commit'),
    revision: fields.textOrNull('revision'),
  };
}

function diagnosticOf(fields: CheckedFields): Diagnostic {
  return {
    code: codeOf(fields.text('code')),
    severity: fields.oneOf('severity', SEVERITIES),
    message: fields.text('message'),
    origin: fields.isNull('origin') ? null : readOrigin(fields.fields('origin')),
    related: fields.list('related').map((one) => ({
      message: one.text('message'),
      origin: readOrigin(one.fields('origin')),
    })),
    hint: fields.textOrNull('hint'),
  };
}

const KNOWN_CODES: ReadonlyMap<string, DiagnosticCode> = new Map([
  ...(Object.keys(CODES) as (keyof typeof CODES)[]).map((code) => [code, code] as const),
  ...LINT_RULES.map(({ code }) => [code, code] as const),
]);

function codeOf(text: string): DiagnosticCode {
  const code = KNOWN_CODES.get(text);
  if (code === undefined) throw new MissingField('report.diagnostics.code');
  return code;
}
