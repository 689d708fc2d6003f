import type { ChildResult } from '../../terraform/run/child-process.ts';
import type { ExitStatus } from '../../terraform/run/exit-status.ts';

/** What terraform had to say about a backend: one line, as it said it, without its drawings and its advice. */
export interface BackendError {
  readonly text: string;
  /** It is about rows of the state, which need no provider here. */
  readonly onlyProviders: boolean;
  /** There is something, and it is no state. */
  readonly damaged: boolean;
  /** Somebody else holds the lock; null when it is not about that. */
  readonly holder: StateLockHolder | null;
}

/** Who holds a lock, as far as the backend tells. */
export interface StateLockHolder {
  readonly id: string | null;
  readonly who: string | null;
  /** As terraform prints it: `2026-11-22 22:00:14.84 +0000 UTC`. */
  readonly since: string | null;
  /** What it is doing: `apply`; null where it is none of terraform's operations, as with us. */
  readonly operation: string | null;
}

const LONGEST = 600;

/** `begun`: when terraform was asked, on this clock. */
export function backendErrorOf(result: ChildResult, begun: number): BackendError {
  const errors = errorsOf(result);
  const whole = errors.join(' ');
  const text = whole === '' ? `terraform ${endingWords(result.ending)}` : whole;
  return {
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    onlyProviders:
      errors.length > 0 &&
      errors.every((error) => /^Failed to (query|resolve|install)\b.*\bprovider/i.test(error)),
    damaged: DAMAGED.test(whole),
    holder: holderIn(whole, begun),
  };
}

/** What the readers of state files say, and that of `s3` when the digest is not the one it was written with. */
const DAMAGED =
  /\b(Unsupported|Invalid) state file format|\bInvalid [\w ]+ in state\b|does not have the expected content/i;

function errorsOf({ diagnostics, stdout, said }: ChildResult): readonly string[] {
  const told = diagnostics.flatMap(({ severity, summary, detail }) =>
    severity === 'error' ? [`${summary} ${detail}`] : [],
  );
  const plain = told.length > 0 ? told : (said.trim() === '' ? stdout : said).split(/^[│╷╵\s]*Error:/m);
  return plain.map(sentence).filter((error) => error !== '');
}

function endingWords(exitStatus: ExitStatus): string {
  switch (exitStatus.how) {
    case 'exited':
      return `ended with status ${exitStatus.status}`;
    case 'killed':
      return `was killed (${exitStatus.signal})`;
    case 'not-started':
      return `cannot be started: ${exitStatus.reason}`;
    case 'silent':
      return `said nothing for ${exitStatus.seconds} s and was ended`;
    case 'too-much':
      return 'printed more than can be read';
  }
}

function sentence(text: string): string {
  return text
    .replace(/[│╷╵]/g, ' ')
    .replace(/Terraform acquires a state lock to protect[\s\S]*?not recommended\./, '')
    .replace(/^\s*There are some problems with the CLI configuration:\s*/, '')
    .replace(/\s+/g, ' ')
    .replace(/Failed to refresh (destination )?state:|Error refreshing state:|Error message:/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Backends that know who holds the lock print its record; others print that of the attempt that was refused, which
 * tells nothing but is as easily mistaken for the holder's: it was made after we began to ask.
 */
function holderIn(text: string, begun: number): StateLockHolder | null {
  const block = /Lock Info:(.*)/.exec(text)?.[1];
  if (block === undefined) return null;
  const field = (name: string): string | null =>
    new RegExp(`\\b${name}:\\s+(.*?)\\s*(?=\\b(?:ID|Path|Operation|Who|Version|Created|Info):|$)`).exec(
      block,
    )?.[1] || null;
  const since = field('Created');
  const at =
    since === null
      ? Number.NaN
      : Date.parse(
          since
            .replace(/(\.\d{3})\d*/, '$1')
            .replace(' +0000 UTC', 'Z')
            .replace(' ', 'T'),
        );
  const said = /already locked:\s*ID=([\w-]+)/.exec(text)?.[1] ?? null;
  if (said !== null || at >= begun) return { id: said, who: null, since: null, operation: null };
  const operation =
    field('Operation')
      ?.replace(/^OperationType/, '')
      .toLowerCase() ?? null;
  return {
    id: field('ID'),
    who: field('Who'),
    since,
    operation: operation === 'invalid' || operation === '' ? null : operation,
  };
}
