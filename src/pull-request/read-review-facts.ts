import { CheckedFields, MissingField } from '../source/checked-fields.ts';
import {
  REVIEW_FORMAT,
  REVIEW_LEVELS,
  REVIEW_VERDICTS,
  type ReviewCell,
  type ReviewFacts,
  type ReviewRow,
  type ReviewSection,
} from './review-facts.ts';

/** More is in no review, and would only keep whoever prints it busy. */
const MOST = { sections: 10_000, rows: 200_000, cells: 10, lines: 1000, text: 20_000 } as const;

/**
 * A review that somebody else wrote, who may want anything: of its form it is taken, or not at all. Nothing in it is trusted to
 * be harmless; that is for whoever prints it, as of every review. Throws `MissingField`.
 */
export function readReviewFacts(value: unknown): ReviewFacts {
  const fields = new CheckedFields(value, 'review');
  if (fields.text('format') !== REVIEW_FORMAT) throw new MissingField(`format ${REVIEW_FORMAT}`);
  let rows = 0;
  const rowIn = (row: CheckedFields): ReviewRow => {
    rows += 1;
    if (rows > MOST.rows) throw new MissingField('as few rows as a review has');
    return {
      cells: some(row.list('cells'), MOST.cells).map(cellIn),
      rank: row.whole('rank'),
      names: row.texts('names').map(short),
    };
  };
  const sectionIn = (section: CheckedFields): ReviewSection => {
    const head = section.isNull('head') ? null : section.texts('head').map(short);
    const read = section.list('rows').map(rowIn);
    const width = head === null ? 1 : head.length;
    if (read.some(({ cells }) => cells.length !== width)) throw new MissingField('as many cells as its head');
    return {
      title: section.isNull('title') ? null : short(section.text('title')),
      holds: short(section.text('holds')),
      head,
      rows: read,
      isFolded: section.flag('isFolded'),
    };
  };
  return {
    format: REVIEW_FORMAT,
    verdict: fields.oneOf('verdict', REVIEW_VERDICTS),
    title: short(fields.text('title')),
    commit: commitIn(fields),
    compared: short(fields.text('compared')),
    sections: some(fields.list('sections'), MOST.sections).map(sectionIn),
    lines: some(fields.list('lines'), MOST.lines).map((line) => ({
      file: short(line.text('file')),
      line: line.whole('line'),
      level: line.oneOf('level', REVIEW_LEVELS),
      title: short(line.text('title')),
      message: short(line.text('message')),
    })),
  };
}

function cellIn(cell: CheckedFields): ReviewCell {
  if (cell.has('text')) return { text: short(cell.text('text')) };
  return {
    names: cell.texts('names').map(short),
    before: short(cell.text('before')),
    more: short(cell.text('more')),
  };
}

function commitIn(fields: CheckedFields): string | null {
  const commit = fields.textOrNull('commit');
  if (commit !== null && !/^[0-9a-f]{40,64}$/.test(commit)) throw new MissingField('a commit');
  return commit;
}

function some<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length > most) throw new MissingField(`at most ${most} of a list`);
  return list;
}

function short(text: string): string {
  if (text.length > MOST.text) throw new MissingField(`a text of at most ${MOST.text} characters`);
  return text;
}
