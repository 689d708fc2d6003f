import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What matters of the text a Go program leaves when it crashes. */
export interface GoCrash {
  /** `panic: interface conversion: …`, `fatal error: …`, `SIGSEGV: segmentation violation`. */
  readonly headline: string;
  /** Functions of the program that were running, the innermost first; without arguments and paths. */
  readonly within: readonly string[];
}

const HEADLINE =
  /^(?:panic: .*|fatal error: .*|runtime: out of memory.*|SIG[A-Z]+: .*|unexpected fault address .*)$/m;
const FRAMES = 4;
/** The machinery of Go itself, and of terraform's own report of the crash. */
const MACHINERY = /^(?:runtime|panic|internal|sync|syscall|os|reflect)[./(]|\/logging\.PanicHandler/;

/** Null for a text that is no crash. */
export function readGoCrash(text: string): GoCrash | null {
  const headline =
    HEADLINE.exec(text)?.[0] ?? (/TERRAFORM CRASH|OPENTOFU CRASH/.test(text) ? 'crashed' : null);
  if (headline === null) return null;
  return { headline, within: framesOf(text) };
}

/** Lines like `github.com/hashicorp/terraform/internal/command.(*Meta).RunOperation(0xc000ace8c0, {0x3e91938?})`. */
function framesOf(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    if (found.length === FRAMES) break;
    const name = /^([A-Za-z0-9_.~/-]+(?:\(\*?[A-Za-z0-9_]+\))?[A-Za-z0-9_.]*)\(.*\)$/.exec(line)?.[1];
    if (name === undefined || MACHINERY.test(line)) continue;
    found.push(name.slice(name.lastIndexOf('/') + 1));
  }
  return found;
}

/**
 * Keeps the text for whoever reports the crash, readable by its owner alone: today's terraform writes no crash.log.
 * It holds what the process printed, nothing of its environment. Null where it cannot be written.
 */
export function keepGoCrash(text: string): string | null {
  const file = join(tmpdir(), `bylaw-crash-${process.pid}-${Date.now().toString(36)}.txt`);
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    return file;
  } catch {
    return null;
  }
}
