import { bodyLeaves } from '../description/body-leaves.ts';
import type { FieldPath } from '../description/value-description.ts';
import type { OneOfList, SentBody } from '../description/write-description.ts';
import { fieldAt } from '../read/row-field.ts';

/** What a field is sent as that takes one text out of a list; or why nothing can be sent. */
export type TakenText = { readonly sent: string } | { readonly why: string };

export function takenText(field: OneOfList, names: unknown): TakenText {
  const own = textsAt(names, field.list).filter((text) => takes(field, text));
  const [text, other] = own;
  if (text === undefined) return { sent: field.absent };
  if (other !== undefined) return { why: `${text} and ${other} are two, and one can be sent` };
  const word = field.words.get(text);
  if (word !== undefined) return { sent: word };
  const rest = text.slice(field.prefix === null ? 0 : field.prefix.length);
  // Read again, it would be something else.
  if (rest === field.absent) return { why: `${text} would be nothing` };
  const [same] = [...field.words].find(([, sent]) => sent === rest) ?? [];
  return same === undefined ? { sent: rest } : { why: `${text} is ${same}, and is written so` };
}

/** Of the lists that fields take texts out of, a text that no field takes or several do. Null where each is sent once. */
export function untaken(body: SentBody, names: unknown): string | null {
  const fields = bodyLeaves(body).filter((leaf) => leaf.is === 'one');
  for (const { list } of fields) {
    const sharing = fields.filter((field) => field.list.join('.') === list.join('.'));
    for (const text of textsAt(names, list)) {
      const count = sharing.filter((field) => takes(field, text)).length;
      if (count !== 1) return `${count === 0 ? 'no field takes' : 'several fields take'} ${text}`;
    }
  }
  return null;
}

function takes({ words, prefix }: OneOfList, text: string): boolean {
  return words.has(text) || (prefix !== null && text.startsWith(prefix));
}

function textsAt(names: unknown, list: FieldPath): readonly string[] {
  const found = fieldAt(names, list);
  return Array.isArray(found) ? found.filter((text) => typeof text === 'string') : [];
}
