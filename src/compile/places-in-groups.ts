import { type GroupPath, type MemberId, splitGroupPath } from '../resource/identifiers.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { Origin } from '../source/origin.ts';
import { escapeText } from '../source/quote.ts';
import { type Exclusive, overlapOf, sinceWhen, spanOf } from './at-most-one.ts';
import type { Binding } from './binding.ts';
import type { TimeSpan } from './windows.ts';

interface PlaceInGroup extends Exclusive {
  /** As the documents write the person. */
  readonly who: string;
}

/**
 * Who has which places of their own in groups, where the platform lets nobody have two. Who is in a group through another
 * one in it has no place there.
 */
export class PlacesInGroups {
  readonly #places = new ListsByKey<string, PlaceInGroup>();
  readonly #binding: Binding;

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  add(
    member: MemberId,
    group: { readonly path: GroupPath; readonly label: string },
    written: { readonly name: string; readonly origin: Origin },
    windows: readonly TimeSpan[],
  ): void {
    const { perMember } = this.#binding.platform.groups;
    if (perMember === 'many') return;
    const where = perMember === 'one' ? '' : splitGroupPath(group.path).home;
    const place = { who: written.name, name: group.label, origin: written.origin, ...spanOf(windows) };
    this.#places.add(`${where}|${member}`, place);
  }

  /** Reports `group-cardinality`, once for each person. */
  check(): void {
    const binding = this.#binding;
    // Read without ends, one place and the next look like two.
    if (binding.ends === 'ignored') return;
    const { title, groups } = binding.platform;
    const home = groups.perMember === 'one' ? '' : ' of the same home';
    for (const places of this.#places.values()) {
      const overlap = overlapOf(places, binding);
      if (overlap === null) continue;
      const { first, second } = overlap;
      const message = `${escapeText(second.who)} is in ${first.name} and in ${second.name}${sinceWhen(overlap, binding)}; on ${title} a person is in one group${home} at a time.`;
      binding.report('group-cardinality', message, second.origin, {
        related: [{ message: `the place in ${first.name}`, origin: first.origin }],
      });
    }
  }
}
