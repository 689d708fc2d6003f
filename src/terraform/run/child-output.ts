/** What a child prints, read as it comes and kept within bounds: it may print more than there is memory. */

/** Longer lines are no events of terraform's; its longest are snippets of a configuration that we wrote. */
const LONGEST_LINE = 4 * 1024 * 1024;

export interface LineReader {
  push(chunk: Buffer): void;
  /** The last line may have no end. */
  end(): void;
}

/** Calls with every line but empty ones and the too long, of which nothing is kept. */
export function lineReader(onLine: (line: string) => void, longest: number = LONGEST_LINE): LineReader {
  let parts: Buffer[] = [];
  let length = 0;
  let dropping = false;
  const take = (part: Buffer): void => {
    if (dropping) return;
    length += part.length;
    if (length > longest) {
      dropping = true;
      parts = [];
    } else if (part.length > 0) {
      parts.push(part);
    }
  };
  const finish = (): void => {
    const line = dropping ? '' : Buffer.concat(parts).toString('utf8').replace(/\r$/, '');
    if (line !== '') onLine(line);
    parts = [];
    length = 0;
    dropping = false;
  };
  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        take(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      take(chunk.subarray(from));
    },
    end: finish,
  };
}

/** The beginning and the end of a text; what is between is counted. */
export interface Excerpt {
  add(text: string): void;
  text(): string;
}

const HEAD = 64 * 1024;
const TAIL = 16 * 1024;

export function excerpt(head: number = HEAD, tail: number = TAIL): Excerpt {
  let first = '';
  let last = '';
  let left = 0;
  return {
    add(text) {
      const room = head - first.length;
      first += text.slice(0, Math.max(0, room));
      last += text.slice(Math.max(0, room));
      if (last.length <= 2 * tail) return;
      left += last.length - tail;
      last = last.slice(-tail);
    },
    text: () => (left === 0 ? first + last : `${first}\n… ${left} characters left out …\n${last}`),
  };
}
