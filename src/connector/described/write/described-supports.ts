import { placesReplace } from '../../../plan/replacement/replaced-places.ts';
import type { Unsupported, Write } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { lastName } from '../../../resource/identifiers.ts';
import { quote } from '../../../source/quote.ts';
import { unsupportedWrite } from '../../unsupported-writes.ts';
import type { ApiDescription } from '../description/api-description.ts';
import { documentName } from '../description/document-name.ts';
import type { SentRequest, WriteWay } from '../description/write-description.ts';
import { bringsMembers, unsupportedMember } from './one-member-groups.ts';
import { isSaid } from './said-by-when.ts';
import { untakenText } from './taken-texts.ts';
import { factsOf, grantFacts, grantsOf, wayFor } from './write-facts.ts';
import { SET_LIST, TITLED_NAME } from './write-names.ts';
import { unsayable } from './write-words.ts';
import { grantValues, saidNames, writtenValues } from './written-values.ts';

/**
 * Why a connector file cannot make a write on a platform; null where it can. Asked before anything is sent: a kind that is
 * not described, a way that does not fit, a word that the file has none for, and what no request carries.
 */
export function describedSupports(
  api: Pick<ApiDescription, 'name' | 'write'>,
  write: Write,
  platform: PlatformDefinition,
): Unsupported | null {
  const ofPlatform = unsupportedWrite(write, platform);
  if (ofPlatform !== null) return ofPlatform;
  const file = `The connector file ${api.name}`;
  const ofOne = unsupportedMember(file, api, write, platform);
  if (ofOne !== null) return ofOne;
  const way = wayOf(api, write, platform);
  if (way === null && write.write === 'add-group-member' && bringsMembers(api)) return null;
  if (way === null) {
    const isKnown = api.write.has(write.write);
    return {
      why: `${file} describes ${isKnown ? `no way of ${write.write} that fits this one` : `no ${write.write}`}.`,
      wayOut: isKnown
        ? `Describe a way whose when holds, or make it on the platform itself.`
        : `Describe it under write, or make it on the platform itself.`,
    };
  }
  if (way.by === 'nothing') return { why: way.why, wayOut: null };
  const replaces = replacement(file, way, write, platform);
  if (replaces !== null) return replaces;
  switch (way.by) {
    case 'set':
      return write.write === 'put-assignment'
        ? unsaidWord(file, write, unsayable(way.request, { [SET_LIST]: grantValues(write.assignment) }))
        : null;
    case 'each':
      return write.write === 'put-assignment' ? unsupportedGrants(file, way, write, platform) : null;
    case 'request':
      return unsaid(file, way, way.request, write);
  }
}

/** The way of a write: an assignment that is taken away whole goes as put-assignment takes roles away. */
export function wayOf(
  { write: ways }: Pick<ApiDescription, 'write'>,
  write: Write,
  platform: PlatformDefinition,
): WriteWay | null {
  const facts = factsOf(write, platform);
  const own = wayFor(ways.get(write.write), facts);
  if (own !== null || write.write !== 'delete-assignment' || ways.has('delete-assignment')) return own;
  const put = wayFor(ways.get('put-assignment'), facts);
  return put === null || put.by === 'request' || put.by === 'nothing' ? null : put;
}

/** What a write takes away beside itself has to be known to whoever plans it: both files say it, or none. */
function replacement(
  file: string,
  { replaces }: WriteWay,
  write: Write,
  platform: PlatformDefinition,
): Unsupported | null {
  if (write.write !== 'add-group-member' || replaces === placesReplace(platform)) return null;
  return replaces
    ? {
        why: `${file} says that a person who comes into a group leaves the other one, and the platform file does not.`,
        wayOut: 'Write groups: { per-member: one } in the platform file.',
      }
    : {
        why: `A person is in one group on ${platform.title}, and ${file} does not say that coming into one ends the other.`,
        wayOut: 'Write replaces: membership, if the platform does so.',
      };
}

function unsupportedGrants(
  file: string,
  way: Extract<WriteWay, { by: 'each' }>,
  { assignment, loses = [] }: Extract<Write, { write: 'put-assignment' }>,
  platform: PlatformDefinition,
): Unsupported | null {
  const { principal } = assignment;
  const grants = grantsOf(assignment);
  if (grants.length === 0) {
    return {
      why: `${file} gives each role by itself, so there is no assignment without roles.`,
      wayOut: 'Give a role, or remove the assignment.',
    };
  }
  for (const one of grants) {
    if (wayFor(way.added, grantFacts(assignment, one, platform)) === null) {
      return {
        why: `${file} describes no way to give ${quote(one.role)} (${one.grant}) to a ${principal.type} here.`,
        wayOut: 'Describe it under each: added.',
      };
    }
  }
  for (const role of loses) {
    if (wayFor(way.removed, grantFacts(assignment, { grant: 'roles', role }, platform)) === null) {
      return {
        why: `${file} describes no way to take ${quote(role)} from a ${principal.type} here.`,
        wayOut: 'Describe it under each: removed.',
      };
    }
  }
  return null;
}

function unsaid(
  file: string,
  { when, brings }: WriteWay,
  request: SentRequest,
  write: Write,
): Unsupported | null {
  const { says } = request;
  const missing = saidNames(write).find(
    (name) => !says.has(name) && !isSaid(name, when) && !(brings && (name === 'name' || name === 'title')),
  );
  if (missing !== undefined) {
    return {
      why: `${file} does not send ${quote(missing)} with ${write.write}, so it would not be as it is written.`,
      wayOut: `Send it, or do not write it.`,
    };
  }
  const other = request.mentions.has(TITLED_NAME) ? nameOfTitle(write) : null;
  if (other !== null) {
    return {
      why: `${file} sends the title alone, ${quote(other.title)}, and documents would call that ${quote(other.made)} and not ${quote(other.name)}.`,
      wayOut: 'Write no title, or one of which that name is made.',
    };
  }
  return unsaidWord(file, write, untakenText(request, write) ?? unsayable(request, writtenValues(write)));
}

/** A title of which another name is made than the one that is written. */
function nameOfTitle(
  write: Write,
): { readonly title: string; readonly made: string; readonly name: string } | null {
  const named = namedByTitle(write);
  if (named === null) return null;
  const made = documentName(named.title);
  return made === named.name ? null : { ...named, made };
}

function namedByTitle(write: Write): { readonly title: string; readonly name: string } | null {
  switch (write.write) {
    case 'create-scope':
      return { title: write.scope.title, name: lastName(write.scope.path) };
    case 'update-scope':
      return { title: write.title, name: write.name ?? lastName(write.path) };
    case 'create-group':
      return write.group;
    case 'update-group':
      return { title: write.title, name: write.name ?? lastName(write.group) };
    case 'create-role':
      return write.role;
    case 'update-role':
      return { title: write.role.title, name: write.name ?? write.role.name };
    default:
      return null;
  }
}

function unsaidWord(file: string, write: Write, word: string | null): Unsupported | null {
  if (word === null) return null;
  return {
    why: `${file} cannot say this ${write.write}: ${word}.`,
    wayOut: 'Add the word to the map.',
  };
}
