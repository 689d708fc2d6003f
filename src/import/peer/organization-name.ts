import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { PeerSource } from './peer-source.ts';

/**
 * The one organization of files that hold one: as they name it, or as the caller does. Fails with `usage` where neither
 * does, or the caller names several, and `unknown-organization` where they differ.
 */
export function soleOrganization({ organizations }: PeerSource, written: string | null): Outcome<string> {
  const [asked, second] = organizations;
  const hint = 'Give --organization NAME once.';
  if (second !== undefined)
    return failure(
      diagnostic('usage', 'These files hold one organization, and several are asked for.', null, { hint }),
    );
  if (written === null)
    return asked === undefined
      ? failure(diagnostic('usage', 'The files do not say which organization they are of.', null, { hint }))
      : success(asked);
  if (asked === undefined || asked === written) return success(written);
  const message = `The files are of ${quote(written)} and not of ${quote(asked)}.`;
  return failure(diagnostic('unknown-organization', message, null));
}
