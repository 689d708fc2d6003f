import type { Write } from '../../../plan/write/write.ts';
import { bodyLeaves } from '../description/body-leaves.ts';
import { takenApart } from '../description/text-pattern.ts';
import type { SentBody, SentLeaf, SentRequest } from '../description/write-description.ts';

/** What of the permissions and of the included roles no part of a request sends: it would be left out without a word. */
export function untakenText(request: Pick<SentRequest, 'body' | 'mentions'>, write: Write): string | null {
  for (const [list, texts] of textsOf(request, write)) {
    const untaken = texts.find((text) => !isTaken(request.body, list, text));
    if (untaken !== undefined) return `nothing of the request sends ${untaken} of ${list}`;
  }
  return null;
}

/** Texts that have to be sent, by the list that they stand in. */
function textsOf(
  { mentions }: Pick<SentRequest, 'mentions'>,
  write: Write,
): readonly (readonly [string, readonly string[]])[] {
  switch (write.write) {
    case 'create-role':
    case 'update-role': {
      const { permissions, includes } = write.role;
      const isStep = write.write === 'update-role' && mentions.has('added');
      const gains = isStep && write.gains !== undefined ? write.gains : [];
      const sent = isStep ? gains : [...permissions.keys()];
      const of = isStep ? 'added' : 'permissions';
      return [
        ...(mentions.has('permissions') ? [[of, sent] as const] : []),
        ...(mentions.has('includes') ? [['includes', [...includes.keys()]] as const] : []),
      ];
    }
    case 'create-group':
      return mentions.has('permissions') ? [['permissions', [...write.group.permissions.keys()]]] : [];
    case 'update-group':
      return mentions.has('permissions') ? [['permissions', [...write.permissions.keys()]]] : [];
    default:
      return [];
  }
}

/** Whether a part of the body is about a text of a list: about all of them, about those like it, or about it alone. */
export function isTaken(body: SentBody | null, list: string, text: string): boolean {
  return body !== null && bodyLeaves(body).some((leaf) => takes(leaf, list, text));
}

function takes(leaf: SentLeaf, list: string, text: string): boolean {
  switch (leaf.is) {
    case 'value':
      return false;
    case 'only':
      // That there is no other is told where words are looked at.
      return leaf.list.join('.') === list;
    case 'one':
      // Which of its texts it takes, or several, is told where words are looked at.
      return leaf.list.join('.') === list;
    case 'each':
      return leaf.list.join('.') === list && (leaf.like === null || takenApart(leaf.like, text) !== null);
    case 'has':
      return isSameList(leaf.list.join('.'), list) && leaf.word === text;
  }
}

/** What comes is of the permissions, too. */
function isSameList(one: string, other: string): boolean {
  return one === other || (one === 'permissions' && other === 'added');
}
