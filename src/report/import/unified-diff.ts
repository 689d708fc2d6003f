import { known } from '../../source/known.ts';
/** Lines of one file as a unified diff, three lines of context; empty when nothing differs. */
export interface DiffLine {
  readonly sign: ' ' | '+' | '-' | '@' | '\\';
  readonly text: string;
}

export interface FileDiff {
  readonly added: number;
  readonly removed: number;
  readonly lines: readonly DiffLine[];
}

const CONTEXT = 3;

export function fileDiff(before: string | null, after: string, context = CONTEXT): FileDiff {
  const old = before === null ? [] : linesOf(before);
  const now = linesOf(after);
  const script = editScript(old, now);
  return {
    added: script.filter(({ sign }) => sign === '+').length,
    removed: script.filter(({ sign }) => sign === '-').length,
    lines: hunks(script, context),
  };
}

/** Each line with its break, so that a last line without one differs from one with it. */
function linesOf(text: string): readonly string[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(([line]) => line);
}

/** As people read it. */
export function diffLineText(line: DiffLine): string {
  return patchLineText(line).replace(/\r$/, '');
}

/** As it stands in a patch: a carriage return before the line's break is of the line. */
export function patchLineText({ sign, text }: DiffLine): string {
  return sign === '@' || sign === '\\' ? text : `${sign}${text}`;
}

interface DiffStep {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

/** Myers' shortest edit script between what remains after common ends are cut off. */
function editScript(old: readonly string[], now: readonly string[]): readonly DiffStep[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1;
  }
  const same = (text: string): DiffStep => ({ sign: ' ', text });
  return [
    ...old.slice(0, head).map(same),
    ...shortest(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...old.slice(old.length - tail).map(same),
  ];
}

/** Past this many differences the shortest script costs more than it is worth: all of the old, then all of the new. */
const MOST = 2000;

type DiffFrontier = ReadonlyMap<number, number>;

interface DiffMove {
  /** How far into the old lines the move leads. */
  readonly x: number;
  /** By a new line, or by leaving an old one out. */
  readonly down: boolean;
}

/** The better of the two ways onto a diagonal, within both texts; null where there is none. */
function moveTo(
  k: number,
  diffFrontier: DiffFrontier,
  size: readonly [old: number, now: number],
): DiffMove | null {
  const above = diffFrontier.get(k + 1);
  const left = diffFrontier.get(k - 1);
  const down = above !== undefined && above - k <= size[1] ? above : -1;
  const right = left !== undefined && left + 1 <= size[0] ? left + 1 : -1;
  if (down === -1 && right === -1) return null;
  return down >= right ? { x: down, down: true } : { x: right, down: false };
}

function shortest(a: readonly string[], b: readonly string[]): readonly DiffStep[] {
  const gone = a.map((text): DiffStep => ({ sign: '-', text }));
  const come = b.map((text): DiffStep => ({ sign: '+', text }));
  if (a.length === 0 || b.length === 0) return [...gone, ...come];
  const trace: DiffFrontier[] = [];
  // One line above the first, so that the first move is no move.
  let diffFrontier: DiffFrontier = new Map([[1, 0]]);
  const limit = Math.min(a.length + b.length, MOST);
  for (let d = 0; d <= limit; d += 1) {
    trace.push(diffFrontier);
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const move = moveTo(k, diffFrontier, [a.length, b.length]);
      if (move === null) continue;
      let { x } = move;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      if (x === a.length && x - k === b.length) return walkedBack(a, b, trace);
    }
    diffFrontier = next;
  }
  return [...gone, ...come];
}

function walkedBack(
  a: readonly string[],
  b: readonly string[],
  trace: readonly DiffFrontier[],
): readonly DiffStep[] {
  const script: DiffStep[] = [];
  let [x, y] = [a.length, b.length];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const k = x - y;
    const frontier = known(trace[d], 'a step of the way here');
    const move = known(moveTo(k, frontier, [a.length, b.length]), 'the way back, which is the way here');
    while (x > move.x) {
      script.push({ sign: ' ', text: known(a[x - 1], 'an old line') });
      x -= 1;
      y -= 1;
    }
    if (d === 0) break;
    if (move.down) {
      script.push({ sign: '+', text: known(b[y - 1], 'a new line') });
      y -= 1;
    } else {
      script.push({ sign: '-', text: known(a[x - 1], 'an old line') });
      x -= 1;
    }
  }
  return script.reverse();
}

function hunks(script: readonly DiffStep[], context: number): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let at = 0;
  let oldLine = 1;
  let newLine = 1;
  while (at < script.length) {
    const next = script.findIndex(({ sign }, index) => index >= at && sign !== ' ');
    if (next === -1) break;
    const start = Math.max(at, next - context);
    oldLine += start - at;
    newLine += start - at;
    let end = next;
    let quiet = 0;
    for (let index = next; index < script.length && quiet <= 2 * context; index += 1) {
      quiet = script[index]?.sign === ' ' ? quiet + 1 : 0;
      if (quiet === 0) end = index + 1;
    }
    end = Math.min(script.length, end + context);
    const part = script.slice(start, end);
    const olds = part.filter(({ sign }) => sign !== '+').length;
    const news = part.filter(({ sign }) => sign !== '-').length;
    lines.push({ sign: '@', text: `@@ -${range(oldLine, olds)} +${range(newLine, news)} @@` });
    for (const { sign, text } of part) {
      lines.push({ sign, text: text.replace(/\n$/, '') });
      if (!text.endsWith('\n')) lines.push({ sign: '\\', text: '\\ No newline at end of file' });
    }
    oldLine += olds;
    newLine += news;
    at = end;
  }
  return lines;
}

function range(line: number, count: number): string {
  return count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`;
}
