import { simulateWrites } from '../../../plan/write/simulate-writes.ts';
import type { Write } from '../../../plan/write/write.ts';
import { writeSubjectOf } from '../../../plan/write/write-subject.ts';
import { groupAddress } from '../../../resource/address.ts';
import type { GroupPath, ScopePath } from '../../../resource/identifiers.ts';
import type { MembershipState } from '../../../resource/resource.ts';
import { known } from '../../../source/known.ts';
import { failure, type Outcome, success } from '../../../source/outcome.ts';
import type { WriteReport } from '../../connector.ts';
import { liveOrigin } from '../../live/organization-endpoint.ts';
import type { SentRequest, WriteWay } from '../description/write-description.ts';
import type { DescribedRead } from '../read/read-described.ts';
import { rowId } from '../read/row-identities.ts';
import { wayOf } from './described-supports.ts';
import { listOfMade } from './made-rows.ts';
import { broughtBy, NOT_BROUGHT } from './one-member-groups.ts';
import { refusedWrite } from './refused-write.ts';
import { assignmentOf, assignmentWith, missingGrants, sameGrant } from './role-steps.ts';
import { type Sending, type Sent, sendWrite, type WriteSite } from './send-write.ts';
import { isMade, type LiveState, makes, sameThing } from './write-effect.ts';
import { grantFacts, grantsOf, type RoleGrant, wayFor } from './write-facts.ts';
import { WriteNaming } from './write-naming.ts';
import { sameKeys, setItems, setKeys } from './write-sets.ts';
import { byAddress, WriteStanding } from './write-standing.ts';
import { StoppedWrite, UnsendableValue, writeStop } from './write-stops.ts';

/** Whether what one request brings about is so by what is live. */
type IsDone = (live: LiveState) => boolean;

/**
 * Writes by a connector file, one after another: a write that reads again sees no other of ours on its way. What was
 * refused or got no answer is read again, and only what is as wanted is said to be done.
 */
export class DescribedWriter {
  readonly #site: WriteSite;
  readonly #readAgain: () => Promise<Outcome<DescribedRead>>;
  readonly #asides: WriteReport[] = [];
  #standing: WriteStanding | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(site: WriteSite, readAgain: () => Promise<Outcome<DescribedRead>>) {
    this.#site = site;
    this.#readAgain = readAgain;
  }

  /** What was read is what writes stand on from here. */
  stand(read: DescribedRead): void {
    this.#standing = new WriteStanding(read, this.#site.endpoint);
  }

  /** In its turn: no read overlaps a write. */
  alone<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  asides(): readonly WriteReport[] {
    return this.#asides;
  }

  memberState(scope: ScopePath, member: string): MembershipState | null {
    const found = [...(this.#standing?.state.values() ?? [])].find(
      (one) => one.type === 'member' && one.attributes.scope === scope && one.attributes.member === member,
    );
    return found?.type === 'member' ? found.attributes.state : null;
  }

  /** Fails as `LiveWriter.write`; each stop names the write and the rule. */
  write(write: Write): Promise<Outcome<null>> {
    if (this.#standing === null) throw new Error('write before read: ids are not known yet');
    return this.alone(async () => {
      try {
        await this.#make(write);
        return success(null);
      } catch (error) {
        if (error instanceof StoppedWrite) return failure(error.diagnostics);
        if (!(error instanceof UnsendableValue)) throw error;
        return failure(writeStop(write, error.rule, error.message, liveOrigin(this.#site.endpoint, '')));
      }
    });
  }

  get #now(): WriteStanding {
    return known(this.#standing, 'what was read');
  }

  async #make(write: Write): Promise<void> {
    // Who was added may be active or invited, whatever was asked for: only a read tells.
    const isUncertain =
      write.write === 'set-member-state' && this.#now.isTouched(writeSubjectOf(write).address);
    if (!isUncertain && isMade(write, this.#now.state)) return;
    const way = wayOf(this.#site.api, write, this.#site.endpoint.platform);
    if (way === null) throw new StoppedWrite(writeStop(write, 'as-read', NOT_BROUGHT, this.#origin()));
    if (way.empties && write.write === 'delete-group') await this.#empty(write.group);
    switch (way.by) {
      case 'nothing':
        throw new Error(`unreachable: ${write.write} is not supported`);
      case 'each':
        return this.#each(write, way);
      case 'set':
        return this.#set(write, way);
      case 'request': {
        if (write.write.startsWith('delete-') && way.request.first === null)
          await this.#renew(write, 'whole');
        if (!isUncertain && isMade(write, this.#now.state)) return;
        await this.#one(write, way.request, null, (live) => isMade(write, live));
        for (const joining of way.brings ? broughtBy(write) : [])
          if (!isMade(joining, this.#now.state)) this.#now.wrote(joining, null, null);
      }
    }
  }

  /** Takes everybody out of a group, as a write of its own each: what a platform does to them otherwise nobody planned. */
  async #empty(group: GroupPath): Promise<void> {
    const found = this.#now.state.get(groupAddress(group));
    const people = found?.type === 'group' ? [...found.attributes.members.keys()] : [];
    for (const member of people) await this.#make({ write: 'remove-group-member', group, member });
  }

  /** One request, and what became of it. */
  async #one(write: Write, request: SentRequest, grant: RoleGrant | null, isDone: IsDone): Promise<void> {
    const naming = new WriteNaming(this.#site, write, grant);
    let names = naming.names(this.#now, request);
    if (names === null) {
      // Something of it was made since, or by somebody else: its row is read again, once.
      await this.#renew(write, 'subject');
      if (isDone(this.#now.state)) return;
      names = naming.names(this.#now, request);
      if (names === null)
        throw new StoppedWrite(writeStop(write, 'live-row', naming.missing(this.#now), this.#origin()));
    }
    const sending: Sending = { site: this.#site, standing: this.#now, write, rows: naming.rows(this.#now) };
    const isNew = grant === null && makes(write) && !this.#now.state.has(writeSubjectOf(write).address);
    const sent = await sendWrite(sending, request, names, isNew);
    await this.#settle(write, sent, isDone);
  }

  /** What was done is remembered; what was refused or is unknown is read again. */
  async #settle(write: Write, sent: Sent, isDone: IsDone): Promise<void> {
    switch (sent.end) {
      case 'done':
        this.#did(write, sent);
        return;
      case 'failed':
        throw sent.stop;
      case 'unknown': {
        const read = await this.#readAgain();
        if (read.ok) {
          this.stand(read.value);
          if (isDone(this.#now.state)) return;
        }
        this.#asides.push({ write, inDoubt: true, diagnostics: [] });
        throw sent.stop;
      }
      case 'refused': {
        const read = await this.#readAgain();
        if (!read.ok) throw new StoppedWrite(...read.diagnostics);
        this.stand(read.value);
        if (isDone(this.#now.state)) return;
        throw refusedWrite(write, sent, this.#origin());
      }
    }
  }

  #did(write: Write, { made, row }: Pick<Extract<Sent, { end: 'done' }>, 'made' | 'row'>): void {
    const list = made === null ? null : listOfMade(write, this.#site);
    if (made === null || list === null) {
      this.#now.wrote(write, null, row);
      return;
    }
    // Somebody who was known and no member comes in as the same row.
    const { index, tables } = this.#now.read;
    const same = write.write === 'add-member' ? index.members.get(write.member.member)?.id : undefined;
    if (same !== rowId(list.name, made) && tables.get(list.name)?.byId.has(made) === true) {
      const what = `the answer says that ${made} was made, which was there before`;
      throw new StoppedWrite(writeStop(write, 'read-again', what, this.#origin()));
    }
    this.#now.wrote(write, { id: rowId(list.name, made), row: list.row(made) }, row);
  }

  /** Reads everything again. What the write is about has to be as it was, but for what was written since. */
  async #renew(write: Write, what: 'subject' | 'whole'): Promise<void> {
    const before = this.#now;
    const read = await this.#readAgain();
    if (!read.ok) throw new StoppedWrite(...read.diagnostics);
    this.stand(read.value);
    const { address } = writeSubjectOf(write);
    if (isMade(write, this.#now.state)) return;
    const hangs = what === 'whole' ? this.#hangingOn(write, before.state) : [];
    const now = what === 'whole' ? this.#hangingOn(write, this.#now.state) : [];
    const isSame =
      [address, ...hangs].every(
        (one) => before.isTouched(one) || sameThing(before.state, this.#now.state, one),
      ) && now.every((one) => before.state.has(one));
    if (!isSame)
      throw new StoppedWrite(writeStop(write, 'as-read', 'it has changed since it was read', this.#origin()));
  }

  /** All that goes or changes with a thing that is deleted. */
  #hangingOn(
    write: Write,
    state: LiveState,
  ): readonly (typeof state extends ReadonlyMap<infer A, unknown> ? A : never)[] {
    const { platform } = this.#site.endpoint;
    const after = byAddress(simulateWrites([...state.values()], [write], this.#origin(), platform));
    return [...state.keys()].filter((address) => after.get(address) !== state.get(address));
  }

  async #each(write: Write, way: Extract<WriteWay, { by: 'each' }>): Promise<void> {
    const given = assignmentOf(write);
    const { address } = writeSubjectOf(write);
    const live = this.#now.state.get(address);
    const has = live?.type === 'assignment' ? grantsOf(live.attributes) : [];
    const wanted = write.write === 'put-assignment' ? grantsOf(write.assignment) : [];
    const steps = [
      ...missingGrants(wanted, has).map((grant) => ({ grant, gives: true, ways: way.added })),
      ...missingGrants(has, wanted).map((grant) => ({ grant, gives: false, ways: way.removed })),
    ].map((step) => {
      const found = wayFor(step.ways, grantFacts(given, step.grant, this.#site.endpoint.platform));
      // Before anything is sent: half of it would be another thing.
      if (found?.by !== 'request') {
        const what = `the file describes no way to ${step.gives ? 'give' : 'take'} ${step.grant.role} (${step.grant.grant})`;
        throw new StoppedWrite(writeStop(write, 'done', what, this.#origin(), 'connector-refused'));
      }
      return { ...step, request: found.request };
    });
    const made: string[] = [];
    let now = has;
    for (const { grant, gives, request } of steps) {
      const after = gives ? [...now, grant] : now.filter((one) => !sameGrant(one, grant));
      const part = assignmentWith(given.scope, given.principal, after, this.#origin());
      try {
        await this.#one(part, request, grant, (state) => {
          const found = state.get(address);
          const held =
            found?.type === 'assignment' && grantsOf(found.attributes).some((one) => sameGrant(one, grant));
          return held === gives;
        });
      } catch (error) {
        if (made.length > 0) this.#asides.push({ write, inDoubt: false, partly: made, diagnostics: [] });
        throw error;
      }
      now = after;
      made.push(grant.role);
    }
  }

  /** Reads, changes, sends the whole, and reads again: never from memory. */
  async #set(write: Write, way: Extract<WriteWay, { by: 'set' }>): Promise<void> {
    const { platform, organization } = this.#site.endpoint;
    const whose = { of: way.of, for: way.for, write, when: way.when, platform };
    const expected = setKeys(whose, this.#now.state);
    const origin = this.#origin();
    const read = await this.#readAgain();
    if (!read.ok) throw new StoppedWrite(...read.diagnostics);
    this.stand(read.value);
    if (isMade(write, this.#now.state)) return;
    const fresh = setKeys(whose, this.#now.state);
    if (!sameKeys(expected, fresh)) {
      throw new StoppedWrite(writeStop(write, 'as-read', 'the list has changed since it was read', origin));
    }
    const after = byAddress(simulateWrites([...this.#now.state.values()], [write], origin, platform));
    const naming = new WriteNaming(this.#site, write, null);
    const items = setItems(whose, after, organization).map((item) => naming.item(this.#now, item));
    const own = naming.names(this.#now, way.request);
    if (own === null || items.some((item) => item === null)) {
      throw new StoppedWrite(writeStop(write, 'live-row', 'something in the list has no row', origin));
    }
    const sending: Sending = { site: this.#site, standing: this.#now, write, rows: [] };
    const sent = await sendWrite(sending, way.request, { ...own, set: items }, false);
    await this.#settle(write, sent, (live) => isMade(write, live));
    if (sent.end !== 'done') return;
    const again = await this.#readAgain();
    if (!again.ok) {
      this.#asides.push({ write, inDoubt: true, diagnostics: [] });
      throw new StoppedWrite(...again.diagnostics);
    }
    this.stand(again.value);
    if (sameKeys(setKeys(whose, this.#now.state), setKeys(whose, after))) return;
    this.#asides.push({ write, inDoubt: true, diagnostics: [] });
    throw new StoppedWrite(
      writeStop(write, 'whole-set', 'read again, the list is not as it was sent', origin),
    );
  }

  #origin() {
    return liveOrigin(this.#site.endpoint, '');
  }
}
