import type { Desired } from '../../compile/desired.ts';
import { principalKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { MemberResource } from '../../resource/resource.ts';
import { compareOrigins, formatOrigin, type Origin } from '../../source/origin.ts';

/** A text in the documents, and what is to stand there. Proposed, and made by whoever reviews documents. */
export interface DocumentEdit {
  readonly at: Origin;
  readonly before: string;
  readonly after: string;
}

/** Every place at which an organization's documents name somebody, in the order of files and lines. */
export function editsOfKey(
  { resources }: Pick<Desired, 'resources'>,
  { attributes: { member, display } }: MemberResource,
  after: string,
): readonly DocumentEdit[] {
  const written = modelOf(resources);
  const places = [
    ...written.membershipsOf(member).map(({ origin }) => origin),
    ...written.assignmentsTo(principalKey({ type: 'member', member })).map(({ origin }) => origin),
    ...written.groupsListing(member).flatMap(({ attributes }) => attributes.members.get(member) ?? []),
  ].filter(({ from }) => from === 'file');
  const once = new Map(places.map((origin) => [formatOrigin(origin), origin]));
  return [...once.values()].sort(compareOrigins).map((at) => ({ at, before: display, after }));
}
