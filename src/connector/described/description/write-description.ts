import type { Write } from '../../../plan/write/write.ts';
import type { Origin } from '../../../source/origin.ts';
import type { PostedBody } from '../read/posted-body.ts';
import type { RequestBody } from './body-leaves.ts';
import type { TextPattern } from './text-pattern.ts';
import type { DescribedValue, FieldPath, PathPart } from './value-description.ts';

/** How a connector file writes, checked: what the interpreter sends by. */

export type WrittenKind = Write['write'];

/** What stands in a set that a platform only takes whole. */
export type SetOf = 'membership' | 'nesting' | 'assignment';

/** Words that a name of the write has to have; of what is optional, whether it is there. */
export type WhenCondition =
  | { readonly is: 'present' }
  | { readonly is: 'absent' }
  | { readonly is: 'among'; readonly words: readonly string[] };

/** A body as it is sent: values are worked out over what is written and over live rows. */
export type SentBody = RequestBody<SentLeaf>;

export type SentLeaf =
  | {
      readonly is: 'value';
      readonly value: DescribedValue;
      readonly as: 'text' | 'boolean' | 'number' | 'none';
      /** Left out of the body where nothing is written. */
      readonly optional: boolean;
    }
  | OneOfList
  /** One for each item of a list that the write has; `like`: for each that is such a text, taken apart. */
  | {
      readonly is: 'each';
      readonly list: FieldPath;
      readonly like: TextPattern | null;
      readonly item: SentBody;
    }
  /** Whether a list of the write has a word: true or false. */
  | { readonly is: 'has'; readonly list: FieldPath; readonly word: string }
  /** What the only item of a list comes to. More are not sent, nor is none, but where the item may be null. */
  | { readonly is: 'only'; readonly list: FieldPath; readonly orNull: boolean; readonly item: SentBody };

/** Of a list of texts the one that is a word or begins with the prefix; `absent` where there is none. */
export interface OneOfList {
  readonly is: 'one';
  readonly list: FieldPath;
  readonly words: ReadonlyMap<string, string>;
  readonly prefix: string | null;
  readonly absent: string;
}

/** What is asked for before a write, and held against the row that was read. */
export type FirstLook = { readonly list: string } & (
  | {
      readonly by: 'get';
      readonly get: readonly PathPart[];
      readonly query: ReadonlyMap<string, readonly PathPart[]>;
      readonly item: FieldPath;
    }
  /** The list is asked for again, of one row alone: its body, with the id of the row. */
  | { readonly by: 'list'; readonly post: string; readonly body: PostedBody; readonly item: FieldPath }
);

export interface SentRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fields are names of the write: `group.id`, `name`. */
  readonly path: readonly PathPart[];
  readonly query: ReadonlyMap<string, readonly PathPart[]>;
  readonly body: SentBody | null;
  readonly first: FirstLook | null;
  /** The ETag of the first look is sent. */
  readonly ifMatch: boolean;
  /** The header that makes a repeated request do it once. */
  readonly idempotencyKey: string | null;
  readonly expect: readonly number[];
  /** Where the answer has the id of what was made. */
  readonly made: FieldPath | null;
  /** Names that it says something by itself: the first step of each path. */
  readonly says: ReadonlySet<string>;
  /** The same, with those of what is looked at first. */
  readonly mentions: ReadonlySet<string>;
}

export type WayBy =
  | { readonly by: 'request'; readonly request: SentRequest }
  /** A request for each role that comes or goes. */
  | { readonly by: 'each'; readonly added: readonly WriteWay[]; readonly removed: readonly WriteWay[] }
  /** Nobody makes it by this file, and a plan says why. */
  | { readonly by: 'nothing'; readonly why: string }
  /** Read, changed, sent whole, and read again. */
  | { readonly by: 'set'; readonly of: SetOf; readonly for: string; readonly request: SentRequest };

/** One way to make a write: the first whose conditions hold is taken. */
export type WriteWay = WayBy & {
  readonly when: ReadonlyMap<string, WhenCondition>;
  /** Whoever comes into a group by it leaves the other one. */
  readonly replaces: boolean;
  /** Whoever a group is of is in it by it. */
  readonly brings: boolean;
  /** People are taken out of the group before it is deleted. */
  readonly empties: boolean;
  readonly origin: Origin;
};

export type WriteDescription = ReadonlyMap<WrittenKind, readonly WriteWay[]>;

/** Headers by which the platform knows a request that is repeated. */
export function idempotencyKeys(description: WriteDescription): readonly string[] {
  const requests = [...description.values()].flat().flatMap(requestsOf);
  const keys = requests.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key !== null);
  return [...new Set(keys)];
}

/** What is posted by looks, which only read. */
export function lookBodies(
  description: WriteDescription,
): readonly { readonly post: string; readonly body: PostedBody }[] {
  const looks = [...description.values()].flat().flatMap(requestsOf);
  return looks.flatMap(({ first }) => (first?.by === 'list' ? [first] : []));
}

function requestsOf(way: WriteWay): readonly SentRequest[] {
  switch (way.by) {
    case 'each':
      return [...way.added, ...way.removed].flatMap(requestsOf);
    case 'nothing':
      return [];
    case 'request':
    case 'set':
      return [way.request];
  }
}
