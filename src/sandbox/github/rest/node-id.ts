/** Ids of GraphQL: opaque, and the same for an object in every answer. */
export function nodeId(type: string, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

/** The type and the number in one; null for an id that is none of ours. */
export function readNodeId(text: string): { readonly type: string; readonly id: number } | null {
  const found = /^(\w+):(\d+)$/.exec(Buffer.from(text, 'base64url').toString());
  return found?.[1] === undefined ? null : { type: found[1], id: Number(found[2]) };
}
