import { isCalendarDate } from '../compile/date-bounds.ts';

const DATE_OR_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The instant as of which somebody wants to look at documents, in UTC; a date alone is its first moment. Null for what is
 * neither. A calendar knows no 31st of February, although a parser may read on into March.
 */
export function requestedInstant(text: string): string | null {
  if (!DATE_OR_INSTANT.test(text) || !isCalendarDate(text.slice(0, 10))) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
