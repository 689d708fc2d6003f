import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { escapeText } from '../../source/quote.ts';
import type { ChildResult, TerraformChild } from './child-process.ts';
import type { DiagnosticEvent } from './event.ts';
import { exitedCleanly } from './exit-status.ts';
import { keepGoCrash, readGoCrash } from './go-crash.ts';
import { diskFull, isDiskNearlyFull, limitReached } from './system-fault.ts';

/** Part of a row that something is about. */
export interface RowPart {
  readonly attribute: string | null;
  readonly element: string | null;
}

/** The line that the block at an address came from, or that part of it. */
export type OriginOfBlock = (blockAddress: string, part?: RowPart) => Origin | null;

type ChildIdentity = Pick<TerraformChild, 'flavour' | 'directory'>;

/** Why a command of terraform's failed: never empty. Errors of its own stand where the block they name came from. */
export function failureOf(
  doing: string,
  result: ChildResult,
  child: ChildIdentity,
  originOfBlock: OriginOfBlock,
): readonly Diagnostic[] {
  const what = `${child.flavour} ${doing}`;
  const ended = endedBadly(what, result, child);
  if (ended !== null) return [ended];
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  const text = [...errors.map(({ summary, detail }) => `${summary} ${detail}`), result.said].join('\n');
  if (NO_SPACE.test(text)) return [diskFull(child.directory)];
  const many = MANY_FILES.exec(text);
  if (many !== null) return [limitReached(many[0])];
  const told = errors.map((error) => toldAt(`${what}: `, 'engine-failed', error, originOfBlock));
  if (told.length === 0) told.push(lastWords(what, result));
  // What terraform makes of a file that did not fit is no help; that it did not fit is.
  return isDiskNearlyFull(child.directory) ? [diskFull(child.directory), ...told] : told;
}

/** What terraform warned of; the same warning of two commands reads the same. */
export function warningsOf(
  result: ChildResult,
  child: ChildIdentity,
  originOfBlock: OriginOfBlock,
): readonly Diagnostic[] {
  return result.diagnostics
    .filter(({ severity }) => severity === 'warning')
    .map((warning) => toldAt(`${child.flavour}: `, 'engine-warning', warning, originOfBlock));
}

const NO_SPACE = /no space left on device|disk quota exceeded|file too large|not enough space on the disk/i;
const MANY_FILES = /too many open files/i;
/** Signals a program gives itself when it is broken. */
const CRASHES: readonly NodeJS.Signals[] = [
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGQUIT',
];
const LAST_WORDS = 2000;
const AGAIN =
  'What was done is live and nothing is done twice: run plan to see what is left, then apply again.';

/** Whether what it said is why it failed; not after a crash, a kill or an interruption. */
export function explainsFailure({ ending, said, interrupted }: ChildResult): boolean {
  return ending.how === 'exited' && !interrupted && readGoCrash(said) === null;
}

/** Endings that explain themselves, before anything that was said. */
function endedBadly(
  what: string,
  result: ChildResult,
  { directory, flavour }: ChildIdentity,
): Diagnostic | null {
  const { ending, said } = result;
  if (result.interrupted && !exitedCleanly(ending)) {
    const message = what.endsWith(' apply')
      ? 'Interrupted: the writes in flight were finished, the rest was not begun.'
      : `Interrupted during ${what}: nothing was begun.`;
    return diagnostic('interrupted', message, null, { hint: AGAIN });
  }
  switch (ending.how) {
    case 'not-started':
      return notStarted(what, flavour, ending);
    case 'silent': {
      const stopped = ending.stopped ? ' It had been stopped (SIGSTOP).' : '';
      const message = `${what} printed nothing for ${ending.seconds} s and was ended.${stopped}`;
      return diagnostic('engine-silent', message, null, { hint: 'Nothing was under way: run it again.' });
    }
    case 'too-much':
      return diagnostic('engine-failed', `${what} printed more than can be read.`, null, {
        hint: 'Split the workspace into several organizations, or use --engine embedded.',
      });
    case 'killed': {
      if (ending.signal === 'SIGXFSZ') {
        const hint = 'Raise the limit: `ulimit -f unlimited`.';
        return {
          ...diskFull(directory),
          message: `${what} wrote a file larger than this process may.`,
          hint,
        };
      }
      if (CRASHES.includes(ending.signal)) return crashed(what, said, ending.signal);
      const memory =
        ending.signal === 'SIGKILL'
          ? 'Usually the system ran out of memory (see `dmesg`, or the limit of the container). '
          : '';
      const message = `${what} was killed from outside (${ending.signal}).`;
      return diagnostic('engine-killed', message, null, { hint: `${memory}${AGAIN}` });
    }
    case 'exited':
      return ending.status !== 0 && readGoCrash(said) !== null
        ? crashed(what, said, `status ${ending.status}`)
        : null;
  }
}

function notStarted(
  what: string,
  flavour: string,
  { code, reason }: Extract<ChildResult['ending'], { how: 'not-started' }>,
): Diagnostic {
  const hint = `Install ${flavour} again, or use --engine embedded.`;
  switch (code) {
    case 'ENOENT':
      return diagnostic('engine-missing', `${what} cannot be started: the program is gone.`, null, { hint });
    case 'EACCES':
    case 'EPERM':
      return diagnostic('engine-unusable', `${what} may not be started: ${reason}`, null, { hint });
    case 'ENOEXEC':
    case 'UNKNOWN':
    case 'EBADMSG':
    case 'ELIBBAD': {
      const message = `${what} cannot be started: the program is not one for this system.`;
      return diagnostic('engine-unusable', message, null, { hint });
    }
    case 'EMFILE':
    case 'ENFILE':
    case 'EAGAIN':
    case 'ENOMEM':
      return limitReached(reason);
    default:
      return diagnostic('engine-failed', `${what} cannot be started: ${reason}`, null, { hint });
  }
}

function crashed(what: string, said: string, how: string): Diagnostic {
  const goCrash = readGoCrash(said) ?? { headline: how, within: [] };
  const within = goCrash.within.length === 0 ? '' : ` in ${goCrash.within.join(' ← ')}`;
  const file = keepGoCrash(said);
  const kept = file === null ? '' : ` All its output is in ${file}: look through it before you report it.`;
  return diagnostic('engine-crashed', `${what} crashed: ${line(goCrash.headline)}${within}.`, null, {
    hint: `That is a bug in it. ${AGAIN}${kept}`,
  });
}

function toldAt(
  prefix: string,
  code: 'engine-failed' | 'engine-warning',
  event: DiagnosticEvent,
  originOfBlock: OriginOfBlock,
): Diagnostic {
  const { summary, detail, address, attribute, element } = event;
  const origins = attribute === null || address === null ? '' : `${attribute}: `;
  return diagnostic(
    code,
    `${prefix}${origins}${line(summary)}`,
    address === null ? null : originOfBlock(address, { attribute, element }),
    {
      hint: detail === '' ? null : line(detail),
    },
  );
}

function lastWords(what: string, { ending, said, stdout }: ChildResult): Diagnostic {
  const status = ending.how === 'exited' ? `status ${ending.status}` : ending.how;
  const lines = plain(said.trim() === '' ? stdout.slice(-LAST_WORDS) : said.slice(-LAST_WORDS))
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(-12);
  const words = lines.length === 0 ? ' and said nothing.' : `: ${line(lines.join(' / '))}`;
  return diagnostic('engine-failed', `${what} ended with ${status}${words}`, null);
}

/** Paragraphs as one line: a diagnostic is one. */
function line(text: string): string {
  return escapeText(
    plain(text)
      .replace(/\s*\n\s*/g, ' ')
      .trim(),
  );
}

/** Without colour and frames, which `show` has where no terminal is. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colour is made of
  return text.replace(/\u001b\[[\d;]*m/g, '').replace(/^[╷│╵] ?/gm, '');
}
