import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { memberId } from '../../resource/identifiers.ts';
import { RESOURCE_TYPES } from '../../resource/resource-types.ts';
import { CheckedFields, MissingField } from '../../source/checked-fields.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { fileOrigin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText } from '../../source/quote.ts';
import type { ActionEffect, AuditAction } from './attribution.ts';

/** One line of a webhook log: what a receiver wrote down of one delivery. */
export interface WebhookEvent extends Omit<AuditAction, 'address'> {
  readonly organization: string;
  readonly address: string;
}

const WAYS = ['added', 'removed'] as const;

/**
 * A webhook log: one JSON object a line, in any order. A line that cannot be read fails all of it, since it may be the very
 * deed that undid another, and then the wrong person would be named. Fails with `webhook-log`.
 */
export function parseWebhookLog(text: string, file: string): Outcome<readonly WebhookEvent[]> {
  const events: WebhookEvent[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const fault = (what: string): Outcome<never> => {
      const place = { line: at + 1, column: 1, endLine: at + 1, endColumn: 1 };
      return failure(diagnostic('webhook-log', `This is no event: ${what}.`, fileOrigin({ file, ...place })));
    };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return fault('it is not JSON');
    }
    try {
      events.push(eventIn(new CheckedFields(value, 'event')));
    } catch (error) {
      if (!(error instanceof MissingField)) throw error;
      return fault(`${escapeText(error.message)} is not as it has to be`);
    }
  }
  return success(events);
}

function eventIn(fields: CheckedFields): WebhookEvent {
  const at = fields.text('at');
  // An instant without its zone would be another one on each machine.
  if (!/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(at) || Number.isNaN(Date.parse(at)))
    throw new MissingField('event.at');
  const address = fields.text('address');
  if (!isAddress(address)) throw new MissingField('event.address');
  const moved = movedIn(fields);
  return {
    organization: fields.text('organization'),
    at,
    actor: fields.text('actor'),
    action: fields.text('action'),
    address,
    entry: fields.has('entry') ? fields.textOrNull('entry') : null,
    ...(moved === null ? {} : { moved }),
    source: 'webhook-log',
  };
}

/** What it moved, where the line says it; else its word has to tell. */
function movedIn(fields: CheckedFields): ActionEffect | null {
  const field = fields.has('field') ? fields.textOrNull('field') : null;
  if (fields.has('way')) return { field, way: fields.oneOf('way', WAYS) };
  if (!fields.has('to')) return null;
  if (field === null) throw new MissingField('event.field');
  return { field, to: fields.textOrNull('to') };
}

function isAddress(text: string): text is Address {
  return Object.keys(RESOURCE_TYPES).some((type) => text.startsWith(`${type}:`));
}

/** The events of one organization, its people under the names that the platform tells apart. */
export function webhookDeeds(
  events: readonly WebhookEvent[],
  organization: string,
  { members }: Pick<PlatformDefinition, 'members'>,
): readonly AuditAction[] {
  const person = (name: string): string => memberId(name, members.compare);
  return events
    .filter((event) => event.organization === organization)
    .flatMap(({ organization: _, ...event }): readonly AuditAction[] => {
      const address = event.address.replace(/(?<=^member:.*\/|\|member:)[^/]+$/, person);
      if (!isAddress(address)) return [];
      const { moved, entry } = event;
      const isOfPeople = moved === undefined || moved.field === null || moved.field === 'members';
      const isPerson = entry !== null && isOfPeople && address.startsWith('group:');
      return [{ ...event, address, entry: isPerson ? person(entry) : entry }];
    });
}
