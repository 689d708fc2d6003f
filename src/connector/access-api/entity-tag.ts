/**
 * Lists tell versions, If-Match wants ETags. That an ETag is the id and the version, joined by a dot, is part of the
 * API: without it, guarding a change by what was read would cost one more request for each object.
 */
export function entityTag(id: string, version: number): string {
  return `"${id}.${version}"`;
}

/** The version an answer's ETag tells; null when there is no ETag or it is of another object. */
export function versionFromEtag(etag: string | null, id: string): number | null {
  if (etag === null || !etag.startsWith(`"${id}.`) || !etag.endsWith('"')) return null;
  const version = etag.slice(id.length + 2, -1);
  return /^\d+$/.test(version) ? Number(version) : null;
}
