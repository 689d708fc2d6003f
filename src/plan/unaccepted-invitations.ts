import { modelOf } from '../resource/organization-model.ts';
import type { MemberResource } from '../resource/resource.ts';
import { compareText } from '../source/text-order.ts';
import type { Plan } from './plan.ts';

/** Live invitations that nobody has accepted yet and that this plan leaves alone: they hold nothing before. */
export function unacceptedInvitations({
  live,
  changes,
}: Pick<Plan, 'live' | 'changes'>): readonly MemberResource[] {
  const revoked = new Set(changes.flatMap((c) => (c.action === 'delete' ? [c.address] : [])));
  return modelOf(live.resources)
    .all('member')
    .filter(({ address, attributes }) => attributes.state === 'invited' && !revoked.has(address))
    .toSorted((a, b) => compareText(a.address, b.address));
}
