import type { Write } from '../../../plan/write/write.ts';
import { writeSubjectOf } from '../../../plan/write/write-subject.ts';
import { type Diagnostic, diagnostic } from '../../../source/diagnostic.ts';
import type { Origin } from '../../../source/origin.ts';
import { escapeText } from '../../../source/quote.ts';

/** What the interpreter holds every write against, whatever the file says. Each is a stop. */
export const WRITE_RULES = {
  'live-row': 'What a request names is live, and its row has the field that is sent.',
  'sent-path':
    'What is put into a path is an id: not empty, with no part . or .., and without a slash unless slashes says how it is sent.',
  'as-read': 'What is written over is as it was read.',
  done: 'The answer says that it is done: the status is one that the file expects, and no error is inside.',
  'read-again': 'What was refused or got no answer is read again, and only what is as wanted is done.',
  'whole-set': 'A list that is sent whole is read before and after, and is as it was sent.',
  'all-sent': 'Of permissions and included roles, all that comes or goes is in the request.',
  'one-place': 'Where the platform takes one, there is no more than one.',
} as const;

export type WriteRule = keyof typeof WRITE_RULES;

/** Which code says it; what the platform refuses has its own. */
const CODES = {
  'live-row': 'live-changed',
  'sent-path': 'connector-protocol',
  'as-read': 'live-changed',
  done: 'connector-protocol',
  'read-again': 'connector-contradiction',
  'whole-set': 'connector-contradiction',
  'all-sent': 'not-supported',
  'one-place': 'not-supported',
} as const satisfies Readonly<Record<WriteRule, string>>;

export type StopCode = (typeof CODES)[WriteRule] | 'connector-refused';

/** One stop, with the write and the rule in it. */
export function writeStop(
  write: Write,
  rule: WriteRule,
  what: string,
  origin: Origin,
  code: StopCode = CODES[rule],
): Diagnostic {
  const { address, entry } = writeSubjectOf(write);
  const subject = entry === null ? address : `${address} (${entry.name})`;
  const message = `Write ${write.write} of ${escapeText(subject)}: ${escapeText(what)} (rule ${rule})`;
  return diagnostic(code, message, origin, { hint: WRITE_RULES[rule] });
}

/** A stop that something else has told, with the write and the rule added. */
export function asWriteStop({ write }: Write, rule: WriteRule, found: Diagnostic): Diagnostic {
  return { ...found, message: `Write ${write}: ${found.message} (rule ${rule})` };
}

/** What cannot be sent, and by which rule: thrown out of the middle of a body, and told by whoever sends. */
export class UnsendableValue extends Error {
  readonly rule: 'live-row' | 'sent-path' | 'all-sent' | 'one-place';

  constructor(rule: UnsendableValue['rule'], what: string) {
    super(what);
    this.rule = rule;
  }
}

/** Ends a write where it stands. */
export class StoppedWrite extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('; '));
    this.diagnostics = diagnostics;
  }
}
