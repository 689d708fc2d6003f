import type {
  Change,
  ChangeReason,
  EntryChange,
  FieldChange,
  LeftGroup,
  ReplacedPlace,
  TakenAlong,
} from '../../plan/change.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { type ResourceJson, resourceJson } from '../json/resource-json.ts';
import { changeSubject } from './change-words.ts';

export interface BecauseJson {
  readonly text: string;
  readonly origin: OriginJson;
}

export interface EntryChangeJson {
  readonly entry: string;
  readonly because: BecauseJson;
}

export type FieldJson =
  | {
      readonly field: string;
      readonly kind: 'text';
      readonly before: string | null;
      readonly after: string | null;
      readonly because?: BecauseJson;
    }
  | {
      readonly field: string;
      readonly kind: 'entries';
      readonly added: readonly EntryChangeJson[];
      readonly removed: readonly EntryChangeJson[];
    };

interface Common {
  readonly address: string;
  /** As the text report names it. */
  readonly name: string;
  readonly because: BecauseJson;
}

export type ChangeJson = Common &
  (
    | {
        readonly action: 'create';
        readonly after: ResourceJson;
        readonly replaces?: readonly ReplacedPlace[];
      }
    | {
        readonly action: 'update' | 'replace';
        readonly before: ResourceJson;
        readonly after: ResourceJson;
        readonly fields: readonly FieldJson[];
        /** Of a group: who is put into it, and by that out of another that no change speaks of. */
        readonly replaces?: readonly ReplacedPlace[];
      }
    | {
        readonly action: 'delete';
        readonly before: ResourceJson;
        /** Groups that no change speaks of, and that a person leaves along with it. */
        readonly leaves: readonly LeftGroup[];
        /** What something else owns and goes with it. */
        readonly along?: readonly TakenAlong[];
      }
    | {
        readonly action: 'deferred';
        readonly waitsFor: string;
        /** What to write in the documents. */
        readonly edits?: readonly EditJson[];
      }
  );

export interface EditJson {
  readonly origin: OriginJson;
  readonly before: string;
  readonly after: string;
}

export function changeJson(change: Change, spelling: Spelling): ChangeJson {
  const common: Common = {
    address: change.address,
    name: changeSubject(change, spelling),
    because: becauseJson(change.because),
  };
  switch (change.action) {
    case 'create':
      return { action: change.action, ...common, after: resourceJson(change.after), ...replacesJson(change) };
    case 'update':
    case 'replace':
      return {
        action: change.action,
        ...common,
        before: resourceJson(change.before),
        after: resourceJson(change.after),
        fields: change.fields.map(fieldJson),
        ...replacesJson(change),
      };
    case 'delete':
      return {
        action: change.action,
        ...common,
        before: resourceJson(change.before),
        leaves: (change.leaves === undefined ? [] : change.leaves).map(({ address, name, unmanaged }) => ({
          address,
          name,
          unmanaged,
        })),
        ...(change.along === undefined
          ? {}
          : { along: change.along.map(({ address, name, owner }) => ({ address, name, owner })) }),
      };
    case 'deferred':
      return {
        action: change.action,
        ...common,
        waitsFor: change.waitsFor,
        ...(change.edits === undefined
          ? {}
          : {
              edits: change.edits.map(({ at, before, after }) => ({ origin: originJson(at), before, after })),
            }),
      };
  }
}

function replacesJson({ replaces }: { readonly replaces?: readonly ReplacedPlace[] }) {
  return replaces === undefined
    ? {}
    : { replaces: replaces.map(({ member, address, name }) => ({ member, address, name })) };
}

function becauseJson({ text, origin }: ChangeReason): BecauseJson {
  return { text, origin: originJson(origin) };
}

function fieldJson(field: FieldChange): FieldJson {
  const { kind } = field;
  if (kind === 'text') {
    const { before, after, because } = field;
    const told = because === undefined ? {} : { because: becauseJson(because) };
    return { field: field.field, kind, before, after, ...told };
  }
  const { added, removed } = field;
  return { field: field.field, kind, added: added.map(entryJson), removed: removed.map(entryJson) };
}

function entryJson({ entry, because }: EntryChange): EntryChangeJson {
  return { entry, because: becauseJson(because) };
}
