/** So many are named in a sentence. */
const MOST_LISTED = 8;

/** Names one after the other, and of the rest how many there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).join(', ');
  const more = names.length - MOST_LISTED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
