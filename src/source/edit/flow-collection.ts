/** A stretch of text and what stands there instead. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface TextRange {
  readonly start: number;
  readonly end: number;
}

interface FlowItem {
  /** Index of the entry it was; null for a new one. */
  readonly was: number | null;
  readonly text: string;
}

/** Commas and entries between brackets: what goes takes its comma along, what comes brings one. */
export function flowEdits(spans: readonly TextRange[], parts: readonly FlowItem[]): readonly TextEdit[] {
  const [first] = spans;
  const final = spans.at(-1);
  if (first === undefined || final === undefined) return [];
  const kept = new Set(parts.flatMap(({ was }) => (was === null ? [] : [was])));
  const lastKept = Math.max(-1, ...kept);
  if (lastKept === -1) {
    return [{ start: first.start, end: final.end, text: parts.map(({ text }) => text).join(', ') }];
  }
  const edits: TextEdit[] = [];
  spans.forEach((textRange, index) => {
    const next = spans[index + 1];
    if (index < lastKept && !kept.has(index) && next !== undefined) {
      edits.push({ start: textRange.start, end: next.start, text: '' });
    }
  });
  const tail = spans[lastKept];
  if (tail !== undefined && lastKept < spans.length - 1) {
    edits.push({ start: tail.end, end: final.end, text: '' });
  }
  // New entries stand behind the one before them, or before the first that stays.
  let behind: TextRange | null = null;
  const early: string[] = [];
  for (const { was, text } of parts) {
    if (was !== null) behind = spans[was] ?? behind;
    else if (behind === null) early.push(text);
    else edits.push({ start: behind.end, end: behind.end, text: `, ${text}` });
  }
  const lead = spans[Math.min(...kept)];
  if (early.length > 0 && lead !== undefined) {
    edits.push({ start: lead.start, end: lead.start, text: `${early.join(', ')}, ` });
  }
  return edits;
}
