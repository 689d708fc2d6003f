import type { Write } from '../plan/write/write.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome } from '../source/outcome.ts';
import type { OpenJournal } from './journal-file.ts';
import type { AnsweredLine } from './journal-record.ts';
import { writeMark, writePhrase } from './write-mark.ts';

/** As much of a writer as a journal is told by. */
interface WriterWithAsides {
  write(write: Write): Promise<Outcome<null>>;
  asides?(): readonly { readonly write: Write; readonly inDoubt: boolean }[];
}

/**
 * The same writer, of which each write stands in the journal before it is sent, and its answer after. What cannot be written
 * down is not sent. Fails with journal-unwritable beside what the writer fails with.
 */
export function journalledWriter<W extends WriterWithAsides>(
  writer: W,
  journal: OpenJournal,
  now: () => Date,
): W {
  let sent = 0;
  return {
    ...writer,
    write: async (write: Write): Promise<Outcome<null>> => {
      sent += 1;
      const n = sent;
      const at = now().toISOString();
      try {
        await journal.append({ line: 'sent', at, n, mark: writeMark(write), what: writePhrase(write) });
      } catch (error) {
        return failure(unwritable(journal.file, error));
      }
      const made = await writer.write(write);
      const codes = made.ok ? [] : [...new Set(made.diagnostics.map(({ code }) => code))];
      const result = resultOf(writer, write, made);
      try {
        await journal.append({ line: 'answered', at: now().toISOString(), n, result, codes });
      } catch {
        // It is made, and that is so whatever the disk says. The next one is not sent.
      }
      return made;
    },
  };
}

function resultOf(writer: WriterWithAsides, write: Write, made: Outcome<null>): AnsweredLine['result'] {
  if (made.ok) return 'done';
  if (made.diagnostics.every(({ code }) => code === 'connector-refused')) return 'refused';
  const reports = writer.asides?.();
  const doubtful = reports?.some((one) => one.write === write && one.inDoubt) === true;
  return doubtful ? 'doubt' : 'failed';
}

export function unwritable(file: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return diagnostic('journal-unwritable', `Cannot write the journal ${file}: ${reason}`, null);
}
