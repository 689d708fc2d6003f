const TARGET = /<([^<>]*)>/y;
/** `; rel="next"`: a name, and a word or a text in quotes, in which signs of the syntax are text. */
const PARAMETER = /\s*;\s*([\w!#$&+.^`|~*-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]+)))?/y;
const SEPARATOR = /\s*,\s*/y;

/**
 * Links of a `Link` header by their relation (RFC 8288): `<https://api/x?page=2>; rel="next"`. One that is not as it
 * should be makes the whole header unreadable, and null is what is told then: half of it would end a list too early.
 */
export function linksIn(header: string | null): ReadonlyMap<string, string> | null {
  const links = new Map<string, string>();
  if (header === null) return links;
  const text = header.trim();
  let at = 0;
  const take = (form: RegExp): RegExpExecArray | null => {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found !== null) at = form.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (at > 0 && take(SEPARATOR) === null) return null;
    const target = take(TARGET)?.[1];
    if (target === undefined) return null;
    let relations: string | null = null;
    for (let found = take(PARAMETER); found !== null; found = take(PARAMETER)) {
      const [, name, quoted, word] = found;
      // The first one counts (RFC 8288, 3.3).
      if (name?.toLowerCase() === 'rel') relations ??= quoted ?? word ?? null;
    }
    if (relations === null) continue;
    for (const relation of relations.toLowerCase().split(/\s+/)) {
      if (relation !== '' && !links.has(relation)) links.set(relation, target);
    }
  }
  return links;
}
