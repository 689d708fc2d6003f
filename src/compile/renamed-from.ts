import { addressNamed } from '../resource/address.ts';
import { modelOf } from '../resource/organization-model.ts';
import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';

/** What something was called before cannot be something else beside it. Reports `former-name-written`. */
export function checkRenamedFrom(binding: Binding): void {
  const written = modelOf(binding.resources);
  for (const [address, { name, origin }] of binding.renamedFrom) {
    const other = written.at(addressNamed(address, name));
    if (other === undefined || other.address === address) continue;
    // The way out of a rename that happened long ago would, of one that is still to come, delete and make anew.
    const next = binding.renamedFrom.get(other.address);
    binding.report(
      'former-name-written',
      next === undefined
        ? `${quote(name)} is written too, so nothing here was renamed from it.`
        : `${quote(name)} is written too, and is itself renamed from ${quote(next.name)}. One apply cannot make both renames.`,
      origin,
      {
        related: [{ message: 'written here', origin: other.origin }],
        hint:
          next === undefined
            ? 'Remove `renamed-from`: the rename is done, and the name now belongs to something else.'
            : `Apply one rename at a time, and begin with the one whose new name is free. Until then write ${quote(next.name)} instead of ${quote(name)}, and remove each \`renamed-from\` after its apply. If the names form a ring, give one of them a third name first.`,
      },
    );
  }
}
