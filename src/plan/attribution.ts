import type { Address } from '../resource/resource.ts';
import type { DriftFinding } from './drift.ts';

/** The part of an audit event that tells who did something to what, and when. */
export interface Deed {
  /** RFC 3339 instant. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly address: Address | null;
  readonly entry: string | null;
}

/**
 * The latest deed that explains each finding. A finding on an entry wants a deed on that entry, a finding on the
 * whole resource or one of its texts a deed on the whole, so that a later, unrelated change of the same group is not
 * blamed; failing that, a deed on the whole explains an entry.
 */
export function attribute(
  findings: readonly DriftFinding[],
  deeds: readonly Deed[],
): ReadonlyMap<DriftFinding, Deed> {
  const newestFirst = [...deeds].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  const byAddress = new Map<Address, Deed[]>();
  for (const deed of newestFirst) {
    if (deed.address === null) continue;
    const list = byAddress.get(deed.address);
    if (list === undefined) byAddress.set(deed.address, [deed]);
    else list.push(deed);
  }
  const found = new Map<DriftFinding, Deed>();
  for (const finding of findings) {
    const candidates = byAddress.get(finding.address) ?? [];
    const exact = finding.entry === null ? undefined : candidates.find((d) => d.entry === finding.entry);
    // A value, or a whole resource, is the doing of a deed on the whole; one on some entry is blamed only where a
    // resource came or went and nothing better is known.
    const whole =
      candidates.find((d) => d.entry === null) ?? (finding.field === null ? candidates[0] : undefined);
    const deed = exact ?? whole;
    if (deed !== undefined) found.set(finding, deed);
  }
  return found;
}
