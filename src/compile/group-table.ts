import type { WrittenGroup } from '../policy/document-types.ts';
import { type GroupPath, groupPath } from '../resource/identifiers.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { AssignmentHolder } from './assignment-holder.ts';
import { ancestry, type BoundScope } from './bind-scopes.ts';
import type { Binding } from './binding.ts';
import type { BoundWindow } from './windows.ts';

export interface DefinedGroup {
  readonly path: GroupPath;
  readonly holder: AssignmentHolder;
  /** `group qa`, or `group qa of acme/units/emea` when its home is not the organization. */
  readonly label: string;
  readonly home: BoundScope;
  readonly written: WrittenGroup;
  /** Of the entry at its home. It bounds all that the group carries, wherever else that is written. */
  readonly window: BoundWindow;
}

/** A group by its name at its home; names are seen from the home and below, the nearest home first. */
export class GroupTable {
  readonly absent = new Map<GroupPath, Origin>();
  readonly #defined = new Map<GroupPath, DefinedGroup>();
  readonly #byName = new ListsByKey<string, DefinedGroup>();

  get defined(): ReadonlyMap<GroupPath, DefinedGroup> {
    return this.#defined;
  }

  define(group: DefinedGroup): void {
    this.#defined.set(group.path, group);
    this.#byName.add(group.written.name, group);
  }

  /** The group of that name homed at the scope or nearest above it; silent when there is none. */
  nearest(name: string, from: BoundScope): DefinedGroup | null {
    const named = this.#byName.get(name);
    for (let scope: BoundScope | null = from; scope !== null && named.length > 0; scope = scope.parent) {
      for (const group of named) if (group.home === scope) return group;
    }
    return null;
  }

  nearestAbsent(
    name: string,
    from: BoundScope,
  ): { readonly path: GroupPath; readonly origin: Origin } | null {
    for (const scope of ancestry(from)) {
      const path = groupPath(scope.path, name);
      const origin = this.absent.get(path);
      if (origin !== undefined) return { path, origin };
    }
    return null;
  }

  /** As `nearest`. Reports `unknown-group`. */
  find(name: string, from: BoundScope, origin: Origin, binding: Binding): DefinedGroup | null {
    const group = this.nearest(name, from);
    if (group !== null) return group;
    const absent = this.nearestAbsent(name, from);
    if (absent !== null) {
      binding.report('unknown-group', `The group ${name} is marked absent: true.`, origin, {
        related: [{ message: 'ruled out here', origin: absent.origin }],
        hint: 'Remove one of the two.',
      });
      return null;
    }
    const homes = homesAbove(from, binding);
    const otherwise =
      homes.length === 0
        ? `${binding.platform.title} has no groups at ${from.path} or above it.`
        : `Declare it under groups of ${homes.join(' or ')}.`;
    const elsewhere = this.elsewhere(name, from);
    if (elsewhere !== null) {
      reportElsewhere(elsewhere, from, origin, otherwise, binding);
      return null;
    }
    binding.report('unknown-group', `No group called ${quote(name)} is known at ${from.path}.`, origin, {
      hint: binding.suggest(name, this.#namesAt(from), otherwise),
    });
    return null;
  }

  /** A group of that name which cannot be seen from the scope, because it lives neither there nor above. */
  elsewhere(name: string, from: BoundScope): DefinedGroup | null {
    const seen = new Set(ancestry(from));
    return this.#byName.get(name).find(({ home }) => !seen.has(home)) ?? null;
  }

  *#namesAt(from: BoundScope): Generator<string, void> {
    const homes = new Set(ancestry(from));
    for (const group of this.defined.values()) if (homes.has(group.home)) yield group.written.name;
  }
}

/** Reports `unknown-group`: what somebody most likely wants is the group of another scope, and it counts only there. */
export function reportElsewhere(
  group: DefinedGroup,
  from: BoundScope,
  origin: Origin,
  hint: string,
  binding: Binding,
): void {
  const { title } = binding.platform;
  binding.report(
    'unknown-group',
    `${group.label} is not known at ${from.path}: on ${title} a group counts in the scope it lives in and below.`,
    origin,
    {
      related: [{ message: 'defined here', origin: group.written.origin }],
      hint,
    },
  );
}

/** Where a group that is to be seen from a scope can be declared, nearest first. */
export function homesAbove(from: BoundScope, binding: Binding): readonly string[] {
  const homes: string[] = [];
  for (const scope of ancestry(from)) if (isHome(scope, binding)) homes.push(scope.path);
  return homes;
}

export function isHome(scope: BoundScope, binding: Binding): boolean {
  return binding.platform.groups.homes.includes(scope.kind.name);
}
