import type { Write } from '../../../plan/write/write.ts';
import type { Origin } from '../../../source/origin.ts';
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
export type SentBody =
  | {
      readonly is: 'value';
      readonly value: DescribedValue;
      readonly as: 'text' | 'boolean' | 'number' | 'none';
      /** Left out of the body where nothing is written. */
      readonly optional: boolean;
    }
  | { readonly is: 'literal'; readonly literal: boolean | number }
  | { readonly is: 'fields'; readonly fields: ReadonlyMap<string, SentBody> }
  /** A list as the file has it, of so many items; none is an empty list. */
  | { readonly is: 'items'; readonly items: readonly SentBody[] }
  | OneOfList
  /** One for each item of a list that the write has. */
  | { readonly is: 'each'; readonly list: FieldPath; readonly item: SentBody };

/** Of a list of texts the one that is a word or begins with the prefix; `absent` where there is none. */
export interface OneOfList {
  readonly is: 'one';
  readonly list: FieldPath;
  readonly words: ReadonlyMap<string, string>;
  readonly prefix: string | null;
  readonly absent: string;
}

/** What is asked for before a write, and held against the row that was read. */
export interface FirstLook {
  readonly get: readonly PathPart[];
  readonly query: ReadonlyMap<string, readonly PathPart[]>;
  readonly list: string;
  readonly item: FieldPath;
}

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
  /** Read, changed, sent whole, and read again. */
  | { readonly by: 'set'; readonly of: SetOf; readonly for: string; readonly request: SentRequest };

/** One way to make a write: the first whose conditions hold is taken. */
export type WriteWay = WayBy & {
  readonly when: ReadonlyMap<string, WhenCondition>;
  /** Whoever comes into a group by it leaves the other one. */
  readonly replaces: boolean;
  /** Whoever a group is of is in it by it. */
  readonly brings: boolean;
  readonly origin: Origin;
};

export type WriteDescription = ReadonlyMap<WrittenKind, readonly WriteWay[]>;

/** Headers by which the platform knows a request that is repeated. */
export function idempotencyKeys(description: WriteDescription): readonly string[] {
  const requests = [...description.values()].flat().flatMap(requestsOf);
  const keys = requests.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key !== null);
  return [...new Set(keys)];
}

function requestsOf(way: WriteWay): readonly SentRequest[] {
  return way.by === 'each' ? [...way.added, ...way.removed].flatMap(requestsOf) : [way.request];
}
