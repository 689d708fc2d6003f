/** Groups that are what one person has on a scope: written otherwise they are refused, and they are not there without them. */
import { describe, expect, it } from 'vitest';
import { groupAddress } from '../../src/resource/address.ts';
import { rabbitmq } from '../connector/described/small-broker.ts';
import { codes, desired, said } from './said.ts';

const acme = (group: string, window = '') =>
  `name: acme\nplatform: rabbitmq\nauthority: full\nmembers: { olivia: { roles: [administrator] }, ana: ${window}, bo: }
vhosts:\n  shop:\n    groups:\n      ana: ${group}\n`;
const READS = 'permissions: ["resources:read"]';

describe('a group that is of one person', () => {
  it('says why, and what to write', () => {
    expect(said(rabbitmq, acme(`{ members: [ana, bo], ${READS} }`))).toEqual([
      'error a.yaml:8:7 invariant-broken: one-user-each: there are 2 people in group ana of acme/vhosts/shop; on RabbitMQ a group is what one person has there.',
      '  Write a group for each person, with them under members.',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['one', `{ members: [ana], ${READS} }`, []],
    ['nobody', `{ members: [], ${READS} }`, ['error a.yaml:8:7 invariant-broken']],
    ['nobody said', `{ ${READS} }`, ['error a.yaml:8:7 invariant-broken']],
    ['somebody twice', `{ members: [ana, ana], ${READS} }`, ['error a.yaml:8:29 duplicate-declaration']],
    ['nobody there', '{ absent: true }', []],
  ])('%s', (_, group, expected) => {
    expect(codes(rabbitmq, acme(group))).toEqual(expected);
  });

  const ENDED = '2026-01-01';
  const AHEAD = '2099-01-01';
  it.each<[string, string, string, 'there' | 'expired' | 'not-yet']>([
    ['a place that holds', `{ members: [{ member: ana, until: ${AHEAD} }], ${READS} }`, '', 'there'],
    ['a place that has ended', `{ members: [{ member: ana, until: ${ENDED} }], ${READS} }`, '', 'expired'],
    ['a place to come', `{ members: [{ member: ana, from: ${AHEAD} }], ${READS} }`, '', 'not-yet'],
    ['a group that has ended', `{ until: ${ENDED}, members: [ana], ${READS} }`, '', 'expired'],
    ['somebody who has left', `{ members: [ana], ${READS} }`, `{ until: ${ENDED} }`, 'expired'],
  ])('is gone with them: %s', (_, group, window, end) => {
    const { resources, ruledOut } = desired(rabbitmq, acme(group, window));
    const path = groupAddress('acme/vhosts/shop/ana');
    expect([resources.some(({ address }) => address === path), ruledOut.get(path)?.why ?? 'there']).toEqual([
      end === 'there',
      end,
    ]);
  });
});
