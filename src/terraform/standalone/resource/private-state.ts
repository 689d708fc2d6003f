/**
 * What Terraform keeps with a row, unseen: in the state, and from the plan of a row to the plan of its replacement and to
 * the apply that removes it.
 */
export interface PrivateState {
  /** By what the platform knows the row, whatever it is called. */
  readonly thing: string | null;
  /** Id of the row that a replacement follows. */
  readonly replaces: string | null;
  /** What was known to go along. */
  readonly along: readonly string[] | null;
  /** Where it is removed and made again under its own key: what its block leaves out. Null where it is not. */
  readonly again: readonly string[] | null;
  /** The provider block that planned, by the name it has among those of its organization. */
  readonly by: string | null;
}

const NONE: PrivateState = { thing: null, replaces: null, along: null, again: null, by: null };

export function encodePrivateState(privateState: Partial<PrivateState>): string {
  return JSON.stringify({ ...NONE, ...privateState });
}

/** Only what this provider wrote itself comes back; what another version wrote is no note. */
export function decodePrivateState(text: string | null): PrivateState {
  if (text === null) return NONE;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return NONE;
    const { along, again, ...rest }: { readonly [K in keyof PrivateState]?: unknown } = read;
    const word = (one: unknown): string | null => (typeof one === 'string' ? one : null);
    const words = (some: unknown): readonly string[] | null =>
      Array.isArray(some) ? some.filter((one) => typeof one === 'string') : null;
    return {
      thing: word(rest.thing),
      replaces: word(rest.replaces),
      along: words(along),
      again: words(again),
      by: word(rest.by),
    };
  } catch {
    return NONE;
  }
}
