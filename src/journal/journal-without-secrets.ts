import { redactKnownTokens, secretRedactorOf } from '../source/redact.ts';
import { environmentSecrets } from '../source/redact-errors.ts';
import type { JournalRecord } from './journal-record.ts';

/** What a journal is found and compared by stays as it is: no secret is in it. */
const KEPT = new Set([
  'line',
  'format',
  'id',
  'at',
  'mark',
  'writes',
  'settles',
  'resumes',
  'undoes',
  'revision',
]);

/** Takes out of a record what a title or an answer may have of a secret. `variables` hold secrets whatever their names say. */
export function withoutSecrets(
  environment: NodeJS.ProcessEnv,
  variables: readonly string[],
): (record: JournalRecord) => JournalRecord {
  const named = variables.flatMap((variable) => environment[variable] ?? []);
  const hide = secretRedactorOf([...environmentSecrets(environment), ...named]);
  return (record) =>
    JSON.parse(JSON.stringify(record), (key, value: unknown) =>
      typeof value === 'string' && !KEPT.has(key) ? redactKnownTokens(hide(value)) : value,
    );
}
