/** What there is to say, one after the other; null says nothing. */
export function sentences(...said: readonly (string | null)[]): string {
  return said.filter((one) => one !== null && one !== '').join(' ');
}
