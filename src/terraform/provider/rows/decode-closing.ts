import type { ScopePath } from '../../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../../source/diagnostic.ts';
import { quote } from '../../../source/quote.ts';
import type { Row } from '../protocol/row.ts';
import type { ScopeClosing } from './encode-rows.ts';

/** A departures row closes a scope by something else than its row before and after. */
export class BrokenClosing extends Error {
  /** Code: `engine-disagrees`. */
  readonly diagnostic: Diagnostic;

  constructor(path: ScopePath, what: string) {
    const message = `The row of departures does not say how ${quote(path)} is closed: ${what}. Nothing of the row was made.`;
    super(message);
    this.diagnostic = diagnostic('engine-disagrees', message, null, {
      hint: 'Plan again, and apply that plan: it says how each scope is closed. If it is told again, it is a bug in Bylaw: report it.',
    });
  }
}

/** The row of the scope as it is until then, and as it is after, out of JSON. Throws `BrokenClosing`. */
export function closingOf(path: ScopePath, text: string): ScopeClosing {
  const value = parsed(text);
  if (!Array.isArray(value) || value.length !== 2)
    throw new BrokenClosing(path, 'that is no pair of rows as JSON');
  const [before, after]: readonly unknown[] = value;
  if (!isScopeRow(before, path)) throw new BrokenClosing(path, 'what it is before is no row of it');
  if (!isScopeRow(after, path)) throw new BrokenClosing(path, 'what it is after is no row of it');
  return { before, after };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Of another scope it would be another change. */
function isScopeRow(value: unknown, path: ScopePath): value is Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const row: Readonly<Record<string, unknown>> = { ...value };
  return row.path === path && row.id === path && Object.values(row).every(isScopeValue);
}

/** A row of a scope holds texts, and maps of texts. */
function isScopeValue(value: unknown): boolean {
  if (value === null || typeof value === 'string') return true;
  return (
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => one === null || typeof one === 'string')
  );
}
