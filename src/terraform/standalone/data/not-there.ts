import { didYouMean } from '../../../source/did-you-mean.ts';
import type { RowDiagnostic } from '../../provider/protocol/row.ts';
import { rowProblem } from '../block-diagnostics.ts';

/** What is asked for is not there: a name spelled almost so, and what to do where a resource of this run makes it. */
export function absent(
  what: string,
  id: string,
  word: string,
  known: readonly string[],
  name: string,
): RowDiagnostic {
  const made = what.startsWith('permission')
    ? ''
    : ' What a resource of this run makes is there in time where the data source refers to the resource (bylaw_….….…) or has it, or the module it is in, in depends_on: a name out of a variable or of the output of a module says nothing of the order.';
  return rowProblem(
    `There is no ${what} ${JSON.stringify(id)}`,
    `${didYouMean(word, known) ?? 'Check the spelling.'}${made}`,
    [name],
  );
}
