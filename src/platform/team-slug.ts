/**
 * The slug that GitHub makes of a team's name. It is not chosen: a team is called by it in addresses, and it changes with
 * the name.
 */
export function teamSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '');
}
