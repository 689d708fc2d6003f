import type { PlatformDefinition, ScopeKind } from '../platform/platform-definition.ts';
import { splitChoice } from '../resource/choices.ts';
import { mapResources } from '../resource/organization-model.ts';
import type { Entries, Resource } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';

/** What a scope is set to by which it is closed, and all that is below it. */
export interface ClosingValue {
  readonly setting: string;
  readonly value: string;
  /** The line that sets it, or what is live. */
  readonly origin: Origin;
}

/** Null where nothing that is known of the scope closes it: a platform file cannot say that what is unknown does. */
export function closingValue({ settings }: ScopeKind, written: Entries): ClosingValue | null {
  if (settings.size === 0) return null;
  for (const [entry, origin] of written) {
    const { subject, value } = splitChoice(entry);
    if (settings.get(subject)?.values.get(value)?.closes === true) return { setting: subject, value, origin };
  }
  return null;
}

/** Whether a scope can be closed on the platform: only there can a setting of one take access from people. */
export function canClose({ scopeKinds }: PlatformDefinition): boolean {
  for (const { settings } of scopeKinds.values())
    for (const { values } of settings.values())
      for (const { closes } of values.values()) if (closes) return true;
  return false;
}

/** As though no scope were closed: the same list where none is. */
export function withoutClosing(
  { scopeKinds }: PlatformDefinition,
  resources: readonly Resource[],
): readonly Resource[] {
  return mapResources(resources, (one) => {
    if (one.type !== 'scope') return one;
    const kind = scopeKinds.get(one.attributes.kind);
    const by = kind === undefined ? null : closingValue(kind, one.attributes.settings);
    if (by === null) return one;
    const settings = new Map(
      [...one.attributes.settings].filter(([entry]) => splitChoice(entry).subject !== by.setting),
    );
    return { ...one, attributes: { ...one.attributes, settings } };
  });
}
