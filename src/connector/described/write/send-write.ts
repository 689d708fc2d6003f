import type { Write } from '../../../plan/write/write.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { HttpWriter } from '../../http/http-interface.ts';
import { liveOrigin } from '../../live/organization-endpoint.ts';
import { filledBody } from '../description/body-leaves.ts';
import type { FirstLook, SentRequest } from '../description/write-description.ts';
import { rowFingerprint } from '../read/consistent-tables.ts';
import { idOf } from '../read/list-table.ts';
import type { DescribedSite } from '../read/read-described.ts';
import { fieldAt, isMissing, scalarText, shownPath } from '../read/row-field.ts';
import { rowId } from '../read/row-identities.ts';
import { sentBody, sentPath, sentQuery } from './write-body.ts';
import type { WriteStanding } from './write-standing.ts';
import { asWriteStop, StoppedWrite, writeStop } from './write-stops.ts';
import type { NamedValues } from './written-values.ts';

/** Where writes go. */
export interface WriteSite extends DescribedSite {
  readonly http: HttpWriter;
  /** What the connection calls the organization. */
  readonly remote: string;
  /** A fresh value for an idempotency key. */
  readonly newKey: () => string;
}

/** How a request ended, as the file reads it. */
export type Sent =
  | {
      readonly end: 'done';
      /** The id that the answer tells of what was made. */
      readonly made: string | null;
      /** The row that was looked at first, and the ETag that the write left it with. */
      readonly row: { readonly id: string; readonly tag: string | null } | null;
    }
  | {
      readonly end: 'refused';
      readonly kind: 'changed' | 'gone' | 'conflict' | 'refused';
      readonly detail: string;
    }
  /** Nobody knows whether it was made. */
  | { readonly end: 'unknown'; readonly stop: StoppedWrite }
  | { readonly end: 'failed'; readonly stop: StoppedWrite };

/** What a request is made of. Throws where a value cannot be sent. */
interface Prepared {
  readonly path: string;
  readonly body: unknown;
}

/** What is sent, over what is known. */
export interface Sending {
  readonly site: WriteSite;
  readonly standing: WriteStanding;
  readonly write: Write;
  /** Rows of what the write is about: what is looked at first is one of them. */
  readonly rows: readonly string[];
}

/**
 * Sends one request. What is looked at first stops it where that is not as it was read. `isNew`: what is written is not
 * there yet by what is known.
 */
export async function sendWrite(
  sending: Sending,
  request: SentRequest,
  names: NamedValues,
  isNew: boolean,
): Promise<Sent> {
  const { site, standing, write } = sending;
  // What cannot be sent is told before anything is asked for.
  let prepared = prepare(request, names, site);
  const origin = liveOrigin(site.endpoint, prepared.path);
  const headers: Record<string, string> = {};
  let row: string | null = null;
  if (request.first !== null) {
    const look = await firstLook(sending, request.first, request.ifMatch, names);
    if (look.end === 'absent') {
      if (!isNew) return { end: 'refused', kind: 'gone', detail: 'it is not there any more' };
      if (request.ifMatch) headers['if-none-match'] = '*';
    } else {
      row = look.row;
      // What is left of a row can have changed since: it is sent back as it is now.
      prepared = prepare(request, freshNames(names, look), site);
      if (isNew && look.known === undefined && !standing.isRowTouched(look.row)) {
        return { end: 'refused', kind: 'changed', detail: 'it was not there when it was read, and is now' };
      }
      if (request.ifMatch) {
        if (look.etag === null)
          throw new StoppedWrite(
            writeStop(write, 'as-read', 'the platform tells no ETag', look.origin, 'connector-protocol'),
          );
        headers['if-match'] = look.etag;
      }
    }
  }
  if (request.idempotencyKey !== null) headers[request.idempotencyKey] = site.newKey();
  const exchange = await site.http.send({
    method: request.method,
    path: prepared.path,
    ...(prepared.body === undefined ? {} : { body: prepared.body }),
    headers,
  });
  return judged(write, request, exchange, { site, row, origin });
}

function prepare(request: SentRequest, names: NamedValues, { api }: WriteSite): Prepared {
  return {
    path: `${sentPath(request.path, names, api.slashes)}${sentQuery(request.query, names)}`,
    body: request.body === null ? undefined : (sentBody(request.body, names) ?? {}),
  };
}

/** Names with the row that was looked at in place of that row as it was read. */
function freshNames(names: NamedValues, { known, item }: Extract<FirstSight, { end: 'there' }>): NamedValues {
  if (known === undefined) return names;
  return Object.fromEntries(
    Object.entries(names).map(([name, value]) => [name, value === known ? item : value]),
  );
}

function judged(
  write: Write,
  request: SentRequest,
  exchange: Exchange,
  { site, row, origin }: { readonly site: WriteSite; readonly row: string | null; readonly origin: Origin },
): Sent {
  switch (exchange.end) {
    case 'failure': {
      const stop = new StoppedWrite(asWriteStop(write, 'done', exchange.diagnostic));
      return exchange.inDoubt ? { end: 'unknown', stop } : { end: 'failed', stop };
    }
    case 'refusal': {
      const { kind, problem } = exchange;
      const told = problem.errors.map(({ detail: one }) => one).filter((one) => one !== '');
      const detail = `the platform answers ${problem.status}: ${[problem.detail, ...told].join('; ')}`;
      return { end: 'refused', kind: kind === 'missing' ? 'gone' : kind, detail };
    }
    case 'answer': {
      const { body, status } = exchange;
      const { inBody } = site.api.errors;
      if (inBody !== null && !isMissing(fieldAt(body, inBody))) {
        const told = fieldAt(body, inBody);
        const text = scalarText(told) ?? JSON.stringify(told).slice(0, 200);
        return {
          end: 'refused',
          kind: 'refused',
          detail: `there is an error at ${shownPath(inBody)}: ${text}`,
        };
      }
      if (!request.expect.includes(status)) {
        const what = `the platform answers ${status}, and the file expects ${request.expect.join(', ')}`;
        return { end: 'unknown', stop: new StoppedWrite(writeStop(write, 'done', what, origin)) };
      }
      const made = request.made === null ? null : madeId(fieldAt(body, request.made));
      if (request.made !== null && (made === null || made === '')) {
        const what = `the answer has no id at ${shownPath(request.made)}`;
        return { end: 'unknown', stop: new StoppedWrite(writeStop(write, 'done', what, origin)) };
      }
      return { end: 'done', made, row: row === null ? null : { id: row, tag: exchange.etag } };
    }
  }
}

/** An id, or a list with one alone. */
function madeId(told: unknown): string | null {
  if (!Array.isArray(told)) return scalarText(told);
  const [id, ...more]: readonly unknown[] = told;
  return more.length > 0 ? null : scalarText(id);
}

/** Null where the write is not about one row of the list alone. */
function lookBody({ list, body }: Extract<FirstLook, { by: 'list' }>, rows: readonly string[]): unknown {
  // One row can be both of the things that a write is about.
  const [row, ...more] = new Set(rows);
  if (row === undefined || more.length > 0) return null;
  return filledBody(body, () => row.slice(rowId(list, '').length));
}

type FirstSight =
  | { readonly end: 'absent' }
  | {
      readonly end: 'there';
      readonly row: string;
      /** The row as it was when everything was read; undefined where it was not there. */
      readonly known: unknown;
      /** The row now. */
      readonly item: unknown;
      readonly etag: string | null;
      readonly origin: Origin;
    };

/** The thing as it is now; a stop where that is not what was read. */
async function firstLook(
  { site, standing, write, rows }: Sending,
  first: FirstLook,
  isTagged: boolean,
  names: NamedValues,
): Promise<FirstSight> {
  const path =
    first.by === 'list'
      ? first.post
      : `${sentPath(first.get, names, site.api.slashes)}${sentQuery(first.query, names)}`;
  const origin = liveOrigin(site.endpoint, path);
  const stop = (what: string): never => {
    throw new StoppedWrite(writeStop(write, 'as-read', what, origin));
  };
  const meant = rows.filter((one) => one.startsWith(rowId(first.list, '')));
  const exchange = await (first.by === 'list'
    ? site.http.query(path, lookBody(first, meant) ?? stop('there is no one row to look at'))
    : site.http.get(path));
  if (exchange.end === 'failure') throw new StoppedWrite(asWriteStop(write, 'as-read', exchange.diagnostic));
  if (exchange.end === 'refusal') {
    if (exchange.kind === 'missing' || exchange.kind === 'gone') return { end: 'absent' };
    return stop(
      `the platform answers ${exchange.problem.status} to the look at it: ${exchange.problem.detail}`,
    );
  }
  const list = site.api.lists.get(first.list);
  const { inBody } = site.api.errors;
  if (inBody !== null && !isMissing(fieldAt(exchange.body, inBody)))
    return stop(`there is an error inside of the answer to the look at it, at ${shownPath(inBody)}`);
  const told = fieldAt(exchange.body, first.item);
  const [item, ...more] = first.by === 'get' ? [told] : Array.isArray(told) ? told : [null];
  if (first.by === 'list' && Array.isArray(told) && told.length === 0) return { end: 'absent' };
  if (more.length > 0) return stop('asked for by one id, several rows came');
  const id = list === undefined ? null : idOf(list, item);
  if (list === undefined || id === null) return stop('what is looked at first is not a row of the list');
  const row = rowId(first.list, id);
  if (meant.length > 0 && !meant.includes(row)) {
    throw new StoppedWrite(writeStop(write, 'read-again', `asked for by its id, ${id} came`, origin));
  }
  const known = standing.read.tables.get(first.list)?.byId.get(id);
  if (standing.isRowTouched(row)) {
    // Where the file says nothing of ETags they may be hashes of answers, in which more stands than what is written.
    const tag = isTagged ? standing.tagOf(row) : null;
    if (tag !== null && exchange.etag !== null && tag !== exchange.etag)
      stop('it has changed since it was written');
  } else if (known !== undefined && rowFingerprint(list, known.item) !== rowFingerprint(list, item)) {
    stop('it has changed since it was read');
  }
  return { end: 'there', row, known: known?.item, item, etag: exchange.etag, origin };
}
