import type { Unsupported, Write } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { groupPath, splitGroupPath } from '../../../resource/identifiers.ts';
import type { GroupAttributes } from '../../../resource/resource.ts';
import { quote } from '../../../source/quote.ts';
import type { ApiDescription } from '../description/api-description.ts';
import { documentName } from '../description/document-name.ts';

/** Whether the file says that a group is made with whoever it is of in it. */
export function bringsMembers({ write }: Pick<ApiDescription, 'write'>): boolean {
  return write.get('create-group')?.some(({ brings }) => brings) === true;
}

/** Of whom nothing is to be sent, and who is not in the group: the plan has said of anybody else that it cannot be. */
export const NOT_BROUGHT = 'the person that the group is of came with it, and is not in it any more';

/** Who the platform puts into a group as it makes it. */
export function broughtBy(write: Write): readonly Write[] {
  if (write.write !== 'create-group') return [];
  const group = groupPath(write.group.home, write.group.name);
  return [...write.group.members.keys()].map((member) => ({ write: 'add-group-member', group, member }));
}

/**
 * Why a group that is of one person cannot be so; null where it can, or where it is none. It is called by that person, who
 * comes with it and goes with it: a request for somebody else would be about another group.
 */
export function unsupportedMember(
  file: string,
  api: Pick<ApiDescription, 'write'>,
  write: Write,
  { title, invariants }: Pick<PlatformDefinition, 'title' | 'invariants'>,
): Unsupported | null {
  const brings = bringsMembers(api);
  const isOfOne = invariants.some(({ rule }) => rule === 'groups-are-of-one-member');
  switch (write.write) {
    case 'create-group':
      if (brings !== isOfOne) return disagreeing(file, title, brings);
      return brings
        ? (notOfOne([...write.group.members.keys()], write.group.name, title) ??
            otherwiseCalled(write.group, title))
        : null;
    case 'add-group-member':
      return brings ? notOfOne([write.member], splitGroupPath(write.group).name, title) : null;
    case 'remove-group-member':
      if (!brings) return null;
      return {
        why: `A group of ${title} is what one person has there, and is not without them.`,
        wayOut: 'Remove the group.',
      };
    default:
      return null;
  }
}

function disagreeing(file: string, title: string, brings: boolean): Unsupported {
  return brings
    ? {
        why: `${file} says that a group is made with one person in it, and the platform file does not.`,
        wayOut: 'Write an invariant with the rule groups-are-of-one-member in the platform file.',
      }
    : {
        why: `A group of ${title} is of one person, and ${file} does not say that they come with it.`,
        wayOut: 'Write brings: membership, if the platform does so.',
      };
}

/** The platform shows the person's name for it: another title would stand in every plan. */
function otherwiseCalled({ members, title }: GroupAttributes, platform: string): Unsupported | null {
  const [person] = members.keys();
  if (person === undefined || title === person) return null;
  return {
    why: `A group of ${platform} that is of ${person} has the title ${quote(person)}, and no other.`,
    wayOut: `Write title: ${quote(person)}.`,
  };
}

function notOfOne(people: readonly string[], name: string, title: string): Unsupported | null {
  const [person, ...others] = people;
  if (person !== undefined && others.length === 0 && documentName(person) === name) return null;
  const called = person === undefined ? '' : ` For ${person} it is called ${quote(documentName(person))}.`;
  return {
    why: `A group of ${title} is what one person has there, is called by them, and holds nobody else: ${quote(name)} does not.`,
    wayOut: `Make a group for each person.${called}`,
  };
}
