import { type Diagnostic, diagnostic } from '../../../source/diagnostic.ts';
import type { Origin } from '../../../source/origin.ts';
import { escapeText } from '../../../source/quote.ts';

/** What the interpreter holds every list against, whatever the file says. Each is a stop, never a warning. */
export const READ_RULES = {
  answer: 'The platform answers, and with no error inside of the answer.',
  items: 'The list is where the file says that it is.',
  whole: 'Ids are unique, totals constant and reached, pages move on, and none is larger than asked for.',
  'sees-all': 'The token sees everything, as the platform tells it.',
  'one-state': 'All pages of all lists are of one state.',
  'closed-row': 'Each field of a row is read, or named in leaves.',
  'closed-words': 'Each word is one that the file has a meaning for.',
  'rows-taken': 'Each row is taken by an entry, or named in leaves-rows.',
  value:
    'A field that is read is there and is a text, a number, true or false, or absent says what it means.',
  reference: 'Whatever is named by id is in the list that it is named of.',
  path: 'What is put into a path is an id, and leads nowhere else.',
  'one-name': 'No two things of one kind have one name.',
  untold: 'What the platform file speaks of, the connector file tells.',
  version: 'The version of the platform is one that the file is for.',
} as const;

export type ReadRule = keyof typeof READ_RULES;

/** Which code says it: what is wrong with an answer, with a list, or with what both files say. */
const CODES = {
  answer: 'connector-protocol',
  items: 'connector-protocol',
  whole: 'connector-incomplete-read',
  'sees-all': 'connector-incomplete-read',
  'one-state': 'connector-incomplete-read',
  'closed-row': 'connector-mismatch',
  'closed-words': 'connector-mismatch',
  'rows-taken': 'connector-mismatch',
  value: 'connector-incomplete-read',
  reference: 'connector-incomplete-read',
  path: 'connector-protocol',
  'one-name': 'connector-mismatch',
  untold: 'connector-mismatch',
  version: 'connector-mismatch',
} as const satisfies Readonly<Record<ReadRule, string>>;

/** One stop, with the list and the rule in it. */
export function readStop(list: string, rule: ReadRule, what: string, origin: Origin): Diagnostic {
  const message = `List ${list}: ${escapeText(what)} (rule ${rule})`;
  return diagnostic(CODES[rule], message, origin, { hint: READ_RULES[rule] });
}

/** A stop that something else has told, with the list and the rule added. */
export function asReadStop(list: string, rule: ReadRule, found: Diagnostic): Diagnostic {
  return { ...found, message: `List ${list}: ${found.message} (rule ${rule})` };
}

/** All that stops a read: of each list and rule the first, for what breaks one rule does so in many rows. */
export class ReadStops {
  readonly #found = new Map<string, Diagnostic>();
  readonly #origin: (list: string) => Origin;

  constructor(origin: (list: string) => Origin) {
    this.#origin = origin;
  }

  add(list: string, rule: ReadRule, what: string): void {
    const key = `${list} ${rule}`;
    if (!this.#found.has(key)) this.#found.set(key, readStop(list, rule, what, this.#origin(list)));
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()];
  }
}
