import type { CheckedFields } from '../../source/checked-fields.ts';
import { countsPhrase } from '../check/document-counts.ts';
import { DRIFT_SIGNS } from '../drift/drift-entry.ts';
import { counted } from '../phrases.ts';
import { SIGNS } from '../plan/change-words.ts';
import { planVerdict } from '../plan/plan-verdict.ts';
import type { Tone } from '../text/text-style.ts';
import type { ShardedCommand } from './sharded-command.ts';

/** One fact of an organization: a change, a finding, an expectation that fails. */
export interface MergedLine {
  readonly sign: string;
  readonly tone: Tone;
  readonly text: string;
  /** Where it is written, or seen. */
  readonly place: string | null;
}

/** An expectation as a test case. */
export interface MergedExpectation {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  /** Null where it holds. */
  readonly fault: string | null;
}

/** What of one organization is told beside its JSON. */
export interface ReadOrganization {
  readonly organization: string;
  readonly verdict: string;
  /** Somebody should look at it. */
  readonly isOpen: boolean;
  readonly lines: readonly MergedLine[];
  readonly expectations: readonly MergedExpectation[];
}

type OrganizationReader = (fields: CheckedFields) => ReadOrganization;

export function organizationReaderOf(command: ShardedCommand): OrganizationReader {
  return READERS[command];
}

const READERS: { readonly [C in ShardedCommand]: OrganizationReader } = {
  check: checked,
  plan: planned,
  apply: applied,
  drift: drifted,
};

function checked(fields: CheckedFields): ReadOrganization {
  const counts = fields.fields('counts');
  const phrase = countsPhrase({
    scopes: counts.whole('scopes'),
    members: counts.whole('members'),
    groups: counts.whole('groups'),
    roles: counts.whole('roles'),
    assignments: counts.whole('assignments'),
    windows: counts.whole('windows'),
  });
  const expectations = fields.isNull('expectations')
    ? []
    : fields.fields('expectations').list('results').map(expectationOf);
  const failing = expectations.filter(({ fault }) => fault !== null);
  return {
    organization: fields.text('organization'),
    verdict: failing.length === 0 ? phrase : `${phrase}; ${counted(failing.length, 'expectation')} failed`,
    isOpen: failing.length > 0,
    lines: failing.map(({ name, fault, file, line }) => ({
      sign: '✗',
      tone: 'removed',
      text: `${name}: ${fault}`,
      place: file === null ? null : `${file}:${line}`,
    })),
    expectations,
  };
}

function expectationOf(fields: CheckedFields): MergedExpectation {
  const origin = fields.fields('origin');
  const isFile = origin.text('from') === 'file';
  const faults = fields.list('faults').map((fault) => fault.text('text'));
  const fails = fields.oneOf('result', ['holds', 'ended', 'fails']) === 'fails';
  return {
    name: fields.text('name'),
    file: isFile ? origin.text('file') : null,
    line: isFile ? origin.whole('line') : null,
    fault: fails ? faults.join('; ') : null,
  };
}

function planned(fields: CheckedFields): ReadOrganization {
  const summary = fields.fields('summary');
  const numbers = {
    changes: summary.whole('changes'),
    deferred: summary.whole('deferred'),
    gaining: summary.whole('gaining'),
    losing: summary.whole('losing'),
    gainingOnceAccepted: summary.whole('gainingOnceAccepted'),
    losingOnceAccepted: summary.whole('losingOnceAccepted'),
    unmanaged: summary.whole('unmanaged'),
  };
  return {
    organization: fields.text('organization'),
    verdict: planVerdict(numbers),
    isOpen: numbers.changes + numbers.deferred > 0,
    lines: fields.list('changes').flatMap(changeLines),
    expectations: [],
  };
}

function changeLines(fields: CheckedFields): readonly MergedLine[] {
  const action = fields.oneOf('action', ['create', 'update', 'replace', 'delete', 'deferred']);
  const because = fields.fields('because');
  const why = action === 'deferred' ? fields.text('waitsFor') : because.text('text');
  const line = {
    ...SIGNS[action],
    text: `${fields.text('name')}: ${why}`,
    place: because.fields('origin').text('text'),
  };
  return [line, ...(fields.has('fields') ? fields.list('fields').flatMap(entryLines) : [])];
}

function entryLines(fields: CheckedFields): readonly MergedLine[] {
  const field = fields.text('field');
  if (fields.oneOf('kind', ['text', 'entries']) === 'text') {
    const [before, after] = [fields.textOrNull('before'), fields.textOrNull('after')].map((one) =>
      one === null ? 'nothing' : one,
    );
    return [{ sign: '  ~', tone: 'changed', text: `${field}: ${before} → ${after}`, place: null }];
  }
  const lines = (key: string, sign: string, tone: Tone) =>
    fields.list(key).map(
      (one): MergedLine => ({
        sign,
        tone,
        text: one.text('entry'),
        place: one.fields('because').fields('origin').text('text'),
      }),
    );
  return [...lines('added', '  +', 'added'), ...lines('removed', '  -', 'removed')];
}

const OUTCOMES = {
  unchanged: 'nothing to do',
  proven: 'applied and proved: read again, nothing is left',
  part: 'applied in part; the rest is left to another run',
  incomplete: 'incomplete',
  unproven: 'made, and not proven',
} as const;

function applied(fields: CheckedFields): ReadOrganization {
  const outcome = fields.oneOf('outcome', ['unchanged', 'proven', 'part', 'incomplete', 'unproven']);
  const left = fields.isNull('left') ? [] : fields.list('left').flatMap(changeLines);
  const writes = `${counted(fields.whole('writes'), 'write')}, ${counted(fields.whole('requests'), 'request')}`;
  const isOpen = outcome !== 'unchanged' && outcome !== 'proven';
  return {
    organization: fields.text('organization'),
    verdict: `${OUTCOMES[outcome]} (${writes})`,
    isOpen: isOpen || left.length > 0,
    // What is left is what somebody has to look at; of what went well there is the rest.
    lines: left.length > 0 ? left : fields.fields('plan').list('changes').flatMap(changeLines),
    expectations: [],
  };
}

function drifted(fields: CheckedFields): ReadOrganization {
  const findings = fields.list('findings').map((finding): MergedLine => {
    const kind = finding.oneOf('kind', ['added', 'removed', 'changed', 'expired', 'due', 'waiting']);
    const by = finding.isNull('deed') ? '' : `, by ${finding.fields('deed').text('actor')}`;
    const word = isAcknowledged(finding) ? ' (acknowledged)' : '';
    return {
      ...DRIFT_SIGNS[kind],
      text: `${finding.text('what')}${by}${word}`,
      place: finding.fields('contradicts').text('text'),
    };
  });
  return {
    organization: fields.text('organization'),
    verdict: findings.length === 0 ? 'no drift' : counted(findings.length, 'finding'),
    isOpen: !fields.list('findings').every(isAcknowledged),
    lines: findings,
    expectations: [],
  };
}

/** Somebody knows of it, and lets it stand. A report of a version before this one does not say. */
function isAcknowledged(finding: CheckedFields): boolean {
  return finding.has('acknowledged') && !finding.isNull('acknowledged');
}
