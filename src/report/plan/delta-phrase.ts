import type { AccessDelta, AccessGrant } from '../../access/effective-access.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { listed } from '../phrases.ts';
import { type AccessBlock, accessBlocks } from './access-blocks.ts';
import { permissionPhrase } from './permission-phrase.ts';

const MOST_PEOPLE = 6;
const MOST_SCOPES = 4;

/** What something that has happened gave to people, or took from them. */
export interface AccessGiven {
  readonly verb: 'gave' | 'took';
  readonly what: string;
  readonly scopes: string;
  readonly people: string;
}

export function accessGivenBy(
  delta: AccessDelta,
  platform: PlatformDefinition,
  spelling: Spelling,
): readonly AccessGiven[] {
  const phrases = (verb: AccessGiven['verb'], grants: readonly AccessGrant[]) =>
    accessBlocks(grants).map((block: AccessBlock) => ({
      verb,
      what: permissionPhrase(block.permissions, platform),
      scopes: listed(block.scopes, MOST_SCOPES),
      people: listed(block.members.map(spelling), MOST_PEOPLE),
    }));
  return [...phrases('gave', delta.gained), ...phrases('took', delta.lost)];
}

/** `gave documents:* on acme to ana and bo`. */
export function accessGivenSentence({ verb, what, scopes, people }: AccessGiven): string {
  return `${verb} ${what} on ${scopes} ${verb === 'gave' ? 'to' : 'from'} ${people}`;
}
