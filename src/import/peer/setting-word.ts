import type { DocumentNode } from '../../policy/document-node.ts';
import { choiceEntry } from '../../resource/choices.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import type { PeerReading } from './peer-reading.ts';

/** A setting of the platform file that the files of other programs know too, with the words they have for it. */
export const BASE_PERMISSION = {
  name: 'base-permission',
  what: 'base permission',
  values: ['none', 'read', 'write', 'admin'],
} as const;
export const PRIVACY = { name: 'privacy', what: 'privacy of a team', values: ['closed', 'secret'] } as const;

/** Enters what is written among the settings of an organization or a team. Reports `invalid-value`. */
export function enterSetting(
  into: Map<string, Origin>,
  {
    name,
    what,
    values,
  }: { readonly name: string; readonly what: string; readonly values: readonly string[] },
  node: DocumentNode | undefined,
  reading: PeerReading,
): void {
  const written = node === undefined ? null : reading.text(node, what);
  if (written === null) return;
  if (values.includes(written.value)) into.set(choiceEntry(name, written.value), written.origin);
  else {
    reading.report('invalid-value', `${quote(written.value)} is no ${what}.`, written.origin, {
      hint: `It is one of ${values.join(', ')}.`,
    });
  }
}
