import { CheckedFields, MissingField } from '../source/checked-fields.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { escapeText, quote } from '../source/quote.ts';
import { readJournalLine } from './journal-lines.ts';
import {
  type AnsweredLine,
  type ChangeLine,
  JOURNAL_FORMAT,
  type Journal,
  type JournalHeader,
  type OutcomeLine,
  type ResourceRecord,
  type SentLine,
} from './journal-record.ts';

/**
 * A journal out of its text. Nothing is guessed: what cannot be read as it was written is an error, but for a last line that
 * was cut off, which is told. Fails with journal-invalid, journal-changed, journal-version; warns with journal-torn.
 */
export function parseJournal(text: string, file: string): Outcome<Journal> {
  const lines = text.split('\n');
  const rest = lines.pop();
  const torn = rest !== undefined && rest !== '';
  const invalid = (what: string) => failure(diagnostic('journal-invalid', `${quote(file)} ${what}.`, null));
  const changes: ChangeLine[] = [];
  const sent: SentLine[] = [];
  const answered: AnsweredLine[] = [];
  let header: JournalHeader | null = null;
  let outcome: OutcomeLine | null = null;
  let sum = '';
  for (const [at, line] of lines.entries()) {
    const read = readJournalLine(line, sum);
    if (read === null) return at === 0 ? invalid('is no journal') : failure(changed(file, at));
    const { line: kind, format } = read.record;
    if (at === 0 && kind !== 'header') return invalid('is no journal');
    if (at === 0 && format !== JOURNAL_FORMAT) return failure(otherVersion(file, format));
    if (read.said !== read.sum || outcome !== null) return failure(changed(file, at));
    sum = read.sum;
    try {
      const fields = new CheckedFields(read.record, `line ${at + 1}`);
      switch (fields.oneOf('line', ['header', 'change', 'sent', 'answered', 'outcome'])) {
        case 'header':
          if (header !== null) return failure(changed(file, at));
          header = headerIn(fields);
          break;
        case 'change':
          changes.push(changeIn(fields));
          break;
        case 'sent':
          sent.push({
            line: 'sent',
            at: fields.text('at'),
            n: fields.whole('n'),
            mark: fields.text('mark'),
            what: fields.text('what'),
          });
          break;
        case 'answered':
          answered.push({
            line: 'answered',
            at: fields.text('at'),
            n: fields.whole('n'),
            result: fields.oneOf('result', ['done', 'refused', 'failed', 'doubt']),
            codes: fields.texts('codes'),
          });
          break;
        case 'outcome':
          outcome = outcomeIn(fields);
      }
    } catch (error) {
      if (!(error instanceof MissingField)) throw error;
      return invalid(`cannot be read: ${escapeText(error.message)} is not as it has to be`);
    }
  }
  if (header === null) return torn || text === '' ? failure(begunOnly(file)) : invalid('is no journal');
  if (torn && outcome !== null) return failure(changed(file, lines.length));
  return success({ file, header, changes, sent, answered, outcome }, torn ? [tornLine(file)] : []);
}

function changed(file: string, at: number): Diagnostic {
  const message = `${quote(file)} is not as Bylaw wrote it, from line ${at + 1} on.`;
  return diagnostic('journal-changed', message, null);
}

function otherVersion(file: string, format: unknown): Diagnostic {
  const said = typeof format === 'string' ? quote(format) : 'none';
  const message = `${quote(file)} is of the form ${said}, and this Bylaw reads ${JOURNAL_FORMAT}.`;
  return diagnostic('journal-version', message, null);
}

/** Nothing is sent before the first line is on the disk. */
function begunOnly(file: string): Diagnostic {
  const message = `${quote(file)} ends in its first line: nothing was sent by that apply.`;
  return diagnostic('journal-invalid', message, null, { hint: 'Remove the file, and apply.' });
}

function tornLine(file: string): Diagnostic {
  const message = `The last line of ${quote(file)} was cut off: what it would have said is judged by what is live.`;
  return diagnostic('journal-torn', message, null);
}

function headerIn(fields: CheckedFields): JournalHeader {
  const [address, engine, by, plan] = ['address', 'engine', 'by', 'plan'].map((key) =>
    fields.fields(key),
  ) as [CheckedFields, CheckedFields, CheckedFields, CheckedFields];
  const ci = by.isNull('ci') ? null : by.fields('ci');
  return {
    line: 'header',
    format: JOURNAL_FORMAT,
    id: fields.text('id'),
    at: fields.text('at'),
    bylaw: fields.text('bylaw'),
    organization: fields.text('organization'),
    platform: fields.text('platform'),
    address: {
      connector: address.text('connector'),
      remote: address.text('remote'),
      url: address.textOrNull('url'),
    },
    engine: {
      name: engine.oneOf('name', ['terraform', 'tofu', 'embedded']),
      version: engine.textOrNull('version'),
    },
    by: {
      user: by.textOrNull('user'),
      host: by.textOrNull('host'),
      pid: by.whole('pid'),
      ci:
        ci === null
          ? null
          : {
              system: ci.text('system'),
              actor: ci.textOrNull('actor'),
              run: ci.textOrNull('run'),
              url: ci.textOrNull('url'),
            },
    },
    commit: fields.textOrNull('commit'),
    plan: {
      instant: plan.text('instant'),
      revision: plan.text('revision'),
      live: plan.text('live'),
      file: plan.flag('file'),
      changes: plan.whole('changes'),
      writes: plan.whole('writes'),
    },
    resumes: fields.textOrNull('resumes'),
    undoes: fields.textOrNull('undoes'),
    settles: fields.texts('settles'),
  };
}

function changeIn(fields: CheckedFields): ChangeLine {
  const because = fields.fields('because');
  return {
    line: 'change',
    action: fields.oneOf('action', ['create', 'update', 'replace', 'delete']),
    address: fields.text('address'),
    name: fields.text('name'),
    because: { text: because.text('text'), place: because.text('place') },
    before: fields.isNull('before') ? null : recordIn(fields.fields('before')),
    after: fields.isNull('after') ? null : recordIn(fields.fields('after')),
    ended: fields.flag('ended'),
    endedEntries: fields.texts('endedEntries'),
    leaves: fields.texts('leaves'),
    writes: fields.texts('writes'),
  };
}

function recordIn(fields: CheckedFields): ResourceRecord {
  return {
    type: fields.oneOf('type', ['scope', 'role', 'member', 'group', 'assignment']),
    address: fields.text('address'),
    attributes: fields.fields('attributes').entries(),
  };
}

function outcomeIn(fields: CheckedFields): OutcomeLine {
  return {
    line: 'outcome',
    at: fields.text('at'),
    result: fields.oneOf('result', ['proven', 'part', 'incomplete', 'unproven', 'unchanged']),
    writes: fields.whole('writes'),
    left: fields.isNull('left') ? null : fields.whole('left'),
  };
}
