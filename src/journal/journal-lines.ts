import { createHash } from 'node:crypto';
import type { JournalRecord } from './journal-record.ts';

/**
 * A line of a journal: the record and, at its end, a sum over it and over the sum of the line before. So a line that was
 * changed, taken out or put in is found. It is no seal: who can write the file can work out sums.
 */
export function journalLine(
  record: JournalRecord,
  before: string,
): { readonly text: string; readonly sum: string } {
  const sum = sumOf(JSON.stringify(record), before);
  return { text: `${JSON.stringify({ ...record, sum })}\n`, sum };
}

/** The record of a line without its sum, and the sum that it should have; null for what is no line. */
export function readJournalLine(
  text: string,
  before: string,
): {
  readonly record: Readonly<Record<string, unknown>>;
  readonly said: unknown;
  readonly sum: string;
} | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { sum: said, ...record }: { readonly sum?: unknown } & Readonly<Record<string, unknown>> = {
    ...value,
  };
  return { record, said, sum: sumOf(JSON.stringify(record), before) };
}

function sumOf(text: string, before: string): string {
  return createHash('sha256').update(before).update('\n').update(text).digest('hex').slice(0, 32);
}
