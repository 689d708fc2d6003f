/** What the plan of a row tells the plan of its replacement, or the apply that removes it. */
export interface Note {
  /** Id of the row that a replacement follows. */
  readonly replaces: string | null;
  /** What was known to go along. */
  readonly along: readonly string[] | null;
  /** The provider block that planned, by the name it has among those of its organization. */
  readonly by: string | null;
}

export function noteText(note: Note): string {
  return JSON.stringify(note);
}

/** Only what this provider wrote itself comes back; what another version wrote is no note. */
export function noteFrom(text: string | null): Note {
  const none: Note = { replaces: null, along: null, by: null };
  if (text === null) return none;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return none;
    const { replaces, along, by }: { replaces?: unknown; along?: unknown; by?: unknown } = read;
    return {
      replaces: typeof replaces === 'string' ? replaces : null,
      along: Array.isArray(along) ? along.filter((one) => typeof one === 'string') : null,
      by: typeof by === 'string' ? by : null,
    };
  } catch {
    return none;
  }
}
