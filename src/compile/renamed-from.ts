import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';

/** What something was called before cannot be something else beside it. Reports `former-name-written`. */
export function checkRenamedFrom(binding: Binding): void {
  const written = new Map(binding.resources.map((r) => [r.address, r]));
  for (const [address, { name, origin }] of binding.renamedFrom) {
    const other = written.get(`${address.slice(0, address.lastIndexOf('/'))}/${name}`);
    if (other === undefined || other.address === address) continue;
    binding.report(
      'former-name-written',
      `${quote(name)} is written too, so nothing here was renamed from it.`,
      origin,
      {
        related: [{ message: 'written here', origin: other.origin }],
        hint: 'Remove `renamed-from`: the rename is done, and the name now belongs to something else.',
      },
    );
  }
}
