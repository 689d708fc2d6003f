/** Whether the platform takes `%2F` in a path for a slash in an id: `none`, nobody says so. */
export type IdSlashes = 'none' | 'encoded';

/**
 * An id as one segment of a path, percent-encoded. Null where it is none, or could be taken for more than one: a part `..`
 * leads elsewhere for whoever decodes before it looks for slashes, and an empty one to the list itself.
 */
export function pathSegment(id: string, slashes: IdSlashes): string | null {
  const parts = id.split('/');
  if (id === '' || id.includes('\\') || parts.some((part) => part === '.' || part === '..')) return null;
  if (parts.length > 1 && slashes === 'none') return null;
  return encodeURIComponent(id);
}
