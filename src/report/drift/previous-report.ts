import { partName } from '../../plan/drift/fact-name.ts';
import { CheckedFields, MissingField } from '../../source/checked-fields.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText, quote } from '../../source/quote.ts';
import { readOrigin } from '../json/read-origin.ts';
import { FORMAT } from '../json/report-envelope.ts';
import type { PreviousDrift, ReportedFinding } from './drift-history.ts';

const KINDS = ['added', 'removed', 'changed', 'expired', 'due', 'waiting'] as const;

/**
 * The JSON report of an earlier `bylaw drift`, read again: what each organization in it had drifted. An organization that
 * could not be read then is not in it, so that nothing of it is ever taken for recovered. Fails with `previous-report`.
 */
export function readPreviousReport(text: string, file: string): Outcome<readonly PreviousDrift[]> {
  const invalid = (what: string) => failure(diagnostic('previous-report', `${quote(file)} ${what}.`, null));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid('is not JSON');
  }
  try {
    const report = new CheckedFields(value, 'report');
    const format = report.text('format');
    if (format !== FORMAT)
      return invalid(`is of the form ${quote(format)}, and this version reads ${FORMAT}`);
    const command = report.text('command');
    if (command !== 'drift')
      return invalid(`is a report of bylaw ${escapeText(command)}, not of bylaw drift`);
    if (!report.has('organizations'))
      return invalid('is of a run that could not look, and says nothing of drift');
    return success(report.list('organizations').map(previousDrift));
  } catch (error) {
    if (error instanceof MissingField)
      return invalid(`is not a report of drift: ${escapeText(error.message)} is not as it has to be`);
    throw error;
  }
}

function previousDrift(fields: CheckedFields): PreviousDrift {
  const readAt = instantIn(fields.fields('live'), 'readAt');
  return {
    organization: fields.text('organization'),
    platform: fields.text('platform'),
    readAt,
    findings: [...fields.list('findings').map((one) => reportedFinding(one, readAt)), ...unseenIn(fields)],
  };
}

function reportedFinding(fields: CheckedFields, readAt: string): ReportedFinding {
  const [address, field, entry] = [
    fields.text('address'),
    fields.textOrNull('field'),
    fields.textOrNull('entry'),
  ];
  return {
    kind: fields.oneOf('kind', KINDS),
    fact: partName(address, field, entry),
    what: fields.text('what'),
    live: fields.textOrNull('live'),
    contradicts: readOrigin(fields.fields('contradicts')),
    // A report of a version before this one does not say it.
    firstSeenAt: fields.has('firstSeenAt') ? instantIn(fields, 'firstSeenAt') : readAt,
  };
}

/** What a report before this one saw, and that one could not look for. */
function unseenIn(fields: CheckedFields): readonly ReportedFinding[] {
  if (!fields.has('compared') || fields.isNull('compared')) return [];
  return fields
    .fields('compared')
    .list('unseen')
    .map((one) => ({
      kind: one.oneOf('kind', KINDS),
      fact: one.text('fact'),
      what: one.text('what'),
      live: one.textOrNull('live'),
      contradicts: readOrigin(one.fields('contradicts')),
      firstSeenAt: instantIn(one, 'firstSeenAt'),
    }));
}

function instantIn(fields: CheckedFields, key: string): string {
  const text = fields.text(key);
  if (Number.isNaN(Date.parse(text))) throw new MissingField(key);
  return text;
}
