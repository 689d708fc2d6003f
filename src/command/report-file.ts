import { extname } from 'node:path';
import type { Format } from '../report/format.ts';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';

/** What the ending of a name says of what is in the file. */
const ENDINGS: ReadonlyMap<string, Format> = new Map([
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.csv', 'csv'],
  ['.json', 'json'],
  ['.md', 'markdown'],
  ['.sarif', 'sarif'],
  ['.xml', 'junit'],
  ['.txt', 'text'],
]);

/** The format of a file to write, by its ending, out of those that the command prints. Fails with usage. */
export function formatOfFile<F extends Format>(file: string, formats: readonly F[]): Outcome<F> {
  const said = ENDINGS.get(extname(file).toLowerCase());
  const format = formats.find((one) => one === said);
  if (format !== undefined) return success(format);
  const endings = [...ENDINGS].flatMap(([ending, name]) =>
    formats.some((one) => one === name) ? [ending] : [],
  );
  const hint = `Give --format, or a name that ends with one of ${endings.join(', ')}.`;
  const message =
    said === undefined
      ? `The name ${quote(file)} says no format.`
      : `The name ${quote(file)} says ${said}, which this command does not print.`;
  return failure(diagnostic('usage', message, null, { hint }));
}
