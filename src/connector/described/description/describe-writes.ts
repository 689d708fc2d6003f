import { quote } from '../../../source/quote.ts';
import { type DocumentPath, keyOrigin } from '../../../source/source-document.ts';
import { NamedPaths, type NamingSite } from '../write/named-paths.ts';
import { isSaid } from '../write/said-by-when.ts';
import {
  bringingNames,
  grantNames,
  SETS,
  setNames,
  WRITE_NAMES,
  type WriteNames,
} from '../write/write-names.ts';
import { neededNames, standOnScopes } from '../write/write-needs.ts';
import type { ConnectorDocument, WayDocument } from './connector-document.ts';
import { describeRequest } from './describe-requests.ts';
import type { ValuePlace } from './describe-values.ts';
import { describeWhen } from './describe-when.ts';
import { tellsGroup } from './said-conditions.ts';
import type {
  SentRequest,
  WayBy,
  WhenCondition,
  WriteDescription,
  WriteWay,
  WrittenKind,
} from './write-description.ts';

/** How the file writes; a kind that it does not describe is not supported. Code: `connector-invalid`. */
export function describeWrites(
  { write: written }: Pick<ConnectorDocument, 'write'>,
  site: NamingSite,
  place: ValuePlace,
): WriteDescription {
  const description = new Map<WrittenKind, readonly WriteWay[]>();
  if (written === undefined) return description;
  const kinds = Object.keys(WRITE_NAMES).filter(isWriteKind);
  const described = new Set(kinds.filter((kind) => written[kind] !== undefined));
  const writing = new WaysReading(site, { ...place, around: [] }, described);
  for (const kind of kinds) {
    const ways = written[kind];
    if (ways !== undefined) description.set(kind, writing.ways(kind, ways));
  }
  return description;
}

function isWriteKind(key: string): key is WrittenKind {
  return Object.hasOwn(WRITE_NAMES, key);
}

class WaysReading {
  readonly #site: NamingSite;
  readonly #place: ValuePlace;
  readonly #kinds: ReadonlySet<WrittenKind>;

  constructor(site: NamingSite, place: ValuePlace, kinds: ReadonlySet<WrittenKind>) {
    this.#site = site;
    this.#place = place;
    this.#kinds = kinds;
  }

  ways(kind: WrittenKind, written: readonly WayDocument[]): readonly WriteWay[] {
    const at: DocumentPath = ['write', kind];
    const ways = written.flatMap((way, index) => this.#way(kind, way, [...at, index]));
    this.#checkReached(written, at);
    const other = ways.findIndex(({ brings }) => brings !== ways[0]?.brings);
    if (other >= 0)
      this.#wrong([...at, other], 'Some ways bring who the group is of, and others do not: all or none.');
    return ways;
  }

  #way(kind: WrittenKind, written: WayDocument, at: DocumentPath): readonly WriteWay[] {
    const names = WRITE_NAMES[kind];
    const when = describeWhen(written.when, names, [...at, 'when'], this.#site, this.#place);
    const common = {
      when,
      replaces: written.replaces !== undefined,
      brings: written.brings !== undefined,
      empties: written.empties !== undefined,
      origin: keyOrigin(this.#place.findings.document, at),
    };
    if (common.replaces && kind !== 'add-group-member') {
      this.#wrong([...at, 'replaces'], 'Only a person who comes into a group leaves another one.');
    }
    if (common.brings && kind !== 'create-group') {
      this.#wrong([...at, 'brings'], 'Only with a group that is made somebody is in it.');
    }
    if (common.empties && (kind !== 'delete-group' || !this.#kinds.has('remove-group-member'))) {
      const hint = 'It is a word of delete-group, beside remove-group-member.';
      this.#wrong([...at, 'empties'], 'Nobody is taken out of a group here.', hint);
    }
    const { each, set, 'not-supported': why } = written;
    const said = ['post', 'put', 'patch', 'delete', 'each', 'set', 'not-supported'].filter((key) =>
      Object.hasOwn(written, key),
    );
    if (said.length > 1 && (each !== undefined || set !== undefined || why !== undefined)) {
      this.#wrong(at, `The way is ${said.join(' and ')}: one of them.`);
      return [];
    }
    if (why !== undefined) return [{ by: 'nothing', why, ...common }];
    const by =
      each !== undefined
        ? this.#each(kind, each, when, at)
        : set !== undefined
          ? this.#set(kind, set, when, [...at, 'set'])
          : this.#request(kind, written, when, at);
    return by === null ? [] : [{ ...by, ...common }];
  }

  #request(
    kind: WrittenKind,
    written: WayDocument,
    when: ReadonlyMap<string, WhenCondition>,
    at: DocumentPath,
  ): WayBy | null {
    const own = WRITE_NAMES[kind];
    const names = written.brings !== undefined && kind === 'create-group' ? bringingNames(own) : own;
    const request = this.#described(kind, names, written, when, at);
    if (request === null) return null;
    // Whoever a group is of is what it is called by.
    const needs = neededNames(kind, this.#site.api).filter((need) => names === own || !need.includes('name'));
    this.#checkNeeds(kind, request, when, names === own ? needs : [...needs, ...names.needs], at);
    const { mentions } = request;
    if (mentions.has('added') !== mentions.has('removed')) {
      const [sent, left] = mentions.has('added') ? ['added', 'removed'] : ['removed', 'added'];
      this.#wrong(at, `What is ${sent} is sent, and what is ${left} is not.`, 'Send both.');
    }
    return { by: 'request', request };
  }

  #each(
    kind: WrittenKind,
    each: NonNullable<WayDocument['each']>,
    when: ReadonlyMap<string, WhenCondition>,
    at: DocumentPath,
  ): WayBy | null {
    if (kind !== 'put-assignment') {
      this.#wrong([...at, 'each'], `${kind} is one request.`, 'Write post, put, patch or delete.');
      return null;
    }
    return {
      by: 'each',
      added: this.#grants('added', each.added, when, [...at, 'each', 'added']),
      removed: this.#grants('removed', each.removed, when, [...at, 'each', 'removed']),
    };
  }

  #grants(
    way: 'added' | 'removed',
    written: readonly WayDocument[],
    around: ReadonlyMap<string, WhenCondition>,
    at: DocumentPath,
  ): readonly WriteWay[] {
    const names = grantNames(way);
    const what = way === 'added' ? 'A role that is given' : 'A role that is taken away';
    return written.flatMap((one, index): readonly WriteWay[] => {
      const here = [...at, index];
      for (const key of ['each', 'set', 'replaces', 'brings', 'empties', 'not-supported'] as const) {
        if (one[key] !== undefined) this.#wrong([...here, key], 'One role is one request.');
      }
      const when = new Map([
        ...around,
        ...describeWhen(one.when, names, [...here, 'when'], this.#site, this.#place),
      ]);
      const request = this.#described(what, names, one, when, here);
      if (request === null) return [];
      const onScopes = standOnScopes(this.#site.api) && !request.says.has('row');
      this.#checkNeeds(what, request, when, [...names.needs, ...(onScopes ? [['scope']] : [])], here);
      // A role that holds below or is denied is another request, and is said to be.
      const isAny = when.has('grant') || request.says.has('grant') || request.says.has('row');
      const roles = new Map([...when, ['grant', { is: 'among', words: ['roles'] } satisfies WhenCondition]]);
      return [
        {
          by: 'request',
          request,
          when: isAny ? when : roles,
          replaces: false,
          brings: false,
          empties: false,
          origin: keyOrigin(this.#place.findings.document, here),
        },
      ];
    });
  }

  #set(
    kind: WrittenKind,
    set: NonNullable<WayDocument['set']>,
    when: ReadonlyMap<string, WhenCondition>,
    at: DocumentPath,
  ): WayBy | null {
    const { writes, for: owners } = SETS[set.of];
    if (!writes.includes(kind)) {
      this.#wrong(
        [...at, 'of'],
        `${kind} changes no set of ${set.of}.`,
        `It is changed by ${writes.join(', ')}.`,
      );
      return null;
    }
    if (!Object.hasOwn(owners, set.for)) {
      const hint = `Write ${Object.keys(owners).join(' or ')}.`;
      this.#wrong([...at, 'for'], `There is no set of ${set.of} for ${set.for}.`, hint);
      return null;
    }
    const names = setNames(WRITE_NAMES[kind], set.of, set.for);
    const request = this.#described(`The set of ${kind}`, names, set, when, at);
    if (request === null) return null;
    this.#checkNeeds(kind, request, when, names.needs, at);
    return { by: 'set', of: set.of, for: set.for, request };
  }

  #described(
    what: string,
    names: WriteNames,
    written: WayDocument | NonNullable<WayDocument['set']>,
    when: ReadonlyMap<string, WhenCondition>,
    at: DocumentPath,
  ): SentRequest | null {
    return describeRequest(written, at, new NamedPaths(what, names, this.#site, { when }), this.#place);
  }

  #checkNeeds(
    what: string,
    { says, first }: SentRequest,
    when: ReadonlyMap<string, WhenCondition>,
    needs: readonly (readonly string[])[],
    at: DocumentPath,
  ): void {
    for (const need of needs) {
      if (says.has('row') && need.includes('scope')) continue;
      if (what === 'remove-group-member' && first !== null && tellsGroup(this.#site.api, first.list))
        continue;
      if (need.some((name) => says.has(name) || isSaid(name, when))) continue;
      this.#wrong(
        at,
        `${what} does not say ${need.map((name) => quote(name)).join(' or ')}.`,
        'It is read, or it tells one thing from another: name it in the path or the body.',
      );
    }
  }

  /** A way after one that always fits is never taken. */
  #checkReached(written: readonly WayDocument[], at: DocumentPath): void {
    const open = written.findIndex(({ when }) => when === undefined);
    if (open >= 0 && open < written.length - 1) {
      this.#wrong(
        [...at, open + 1],
        'This way is never taken: the one before fits always.',
        'Write when before it.',
      );
    }
  }

  #wrong(at: DocumentPath, message: string, hint: string | null = null): void {
    this.#place.findings.atKey('connector-invalid', at, message, { hint });
  }
}
