import type { ResourceTypeName } from '../../resource/resource.ts';
import { RESOURCE_TYPES, specsOf } from '../../resource/resource-types.ts';
import { quote } from '../../source/quote.ts';
import { listed } from '../phrases.ts';

const MOST_ENTRIES = 12;

const MARKS = { create: '+', replace: '±', delete: '-', set: '~', add: '+', remove: '-' } as const;

/**
 * A change as a saved plan holds it (`add group:acme/qa members bo@acme.example`), as people say it:
 * `+ bo@acme.example in members of group acme/qa`. A plan file is a file that anybody can have written: what is not said
 * so, or could be read in two ways, stays as it stands.
 */
export function factSentence(fact: string): string {
  const [, verb = '', rest = ''] = /^(create|replace|delete|set|add|remove) (.*)$/s.exec(fact) ?? [];
  switch (verb) {
    case 'create':
    case 'replace':
      return madeSentence(MARKS[verb], rest) ?? fact;
    case 'delete': {
      const thing = thingPhrase(rest);
      return thing === null ? fact : `${MARKS.delete} ${thing}`;
    }
    case 'set': {
      const part = partOf(rest);
      return part === null ? fact : `${MARKS.set} ${part.field} of ${part.thing} is ${part.rest}`;
    }
    case 'add':
    case 'remove': {
      const part = partOf(rest);
      return part === null ? fact : `${MARKS[verb]} ${part.rest} in ${part.field} of ${part.thing}`;
    }
    default:
      return fact;
  }
}

function madeSentence(mark: string, rest: string): string | null {
  for (let at = rest.indexOf(' {'); at >= 0; at = rest.indexOf(' {', at + 1)) {
    const contents = contentsIn(rest.slice(at + 1));
    if (contents === null) continue;
    const thing = thingPhrase(rest.slice(0, at));
    return thing === null ? null : [`${mark} ${thing}`, ...contents].join(', ');
  }
  return null;
}

/** What is said of a thing that is made; what is empty is not. Null where the text is no JSON of one. */
function contentsIn(text: string): readonly string[] | null {
  const value = parsed(text);
  if (value === null) return null;
  return Object.entries(value).flatMap(([name, one]) => {
    if (Array.isArray(one))
      return one.length === 0 ? [] : [`${name} ${listed(one.map(String), MOST_ENTRIES)}`];
    return one === null || one === '' ? [] : [`${name} ${quote(String(one))}`];
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

interface FactPart {
  readonly thing: string;
  readonly field: string;
  readonly rest: string;
}

/** People's keys and names of things hold spaces, so more than one place can look like the name of a field. */
function partOf(text: string): FactPart | null {
  const type = typeOf(text);
  if (type === null) return null;
  const places = specsOf(type).flatMap(([, { wire }]) => {
    const at = text.indexOf(` ${wire} `);
    return at < 0 ? [] : [{ wire, at, isOnce: text.indexOf(` ${wire} `, at + 1) < 0 }];
  });
  const [place, ...others] = places;
  if (place === undefined || others.length > 0 || !place.isOnce) return null;
  const thing = thingPhrase(text.slice(0, place.at));
  const rest = text.slice(place.at + place.wire.length + 2);
  return thing === null ? null : { thing, field: place.wire, rest };
}

function typeOf(text: string): ResourceTypeName | null {
  const start = text.slice(0, text.indexOf(':'));
  return Object.values(RESOURCE_TYPES).find(({ name }) => name === start)?.name ?? null;
}

/** `group acme/qa`, `what ana@acme.example has on acme`. */
function thingPhrase(address: string): string | null {
  const type = typeOf(address);
  if (type === null) return null;
  const name = address.slice(type.length + 1);
  if (type !== 'assignment') return `${type} ${name}`;
  const [, scope, kind, principal] = /^([^|]*)\|(member|group):(.*)$/s.exec(name) ?? [];
  if (scope === undefined || principal === undefined) return null;
  return `what ${kind === 'group' ? 'group ' : ''}${principal} has on ${scope}`;
}
