import type { ChangeReason, EffectiveChange, EntryChange, FieldChange } from '../plan/change.ts';

/** The same change, made because somebody takes an apply back and not because documents say so. */
export function withReason(change: EffectiveChange, because: ChangeReason): EffectiveChange {
  switch (change.action) {
    case 'create':
    case 'delete':
      return { ...change, because };
    case 'update':
    case 'replace':
      return { ...change, because, fields: change.fields.map((field) => fieldWithReason(field, because)) };
  }
}

function fieldWithReason(field: FieldChange, because: ChangeReason): FieldChange {
  if (field.kind === 'text') return { ...field, because };
  const entries = (some: readonly EntryChange[]) => some.map((entry) => ({ ...entry, because }));
  return { ...field, added: entries(field.added), removed: entries(field.removed) };
}
