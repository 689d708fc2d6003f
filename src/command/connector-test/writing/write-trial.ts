import type { Connection, LiveReader, LiveWriter } from '../../../connector/connector.ts';
import type { ApiDescription } from '../../../connector/described/description/api-description.ts';
import type { WriteWay } from '../../../connector/described/description/write-description.ts';
import { wayOf } from '../../../connector/described/write/described-supports.ts';
import { simulateWrites } from '../../../plan/write/simulate-writes.ts';
import type { Supports, Write } from '../../../plan/write/write.ts';
import { writeSubjectOf } from '../../../plan/write/write-subject.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { TestedKind } from '../../../report/connector/connector-check.ts';
import type { Address } from '../../../resource/address.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Resource, Snapshot } from '../../../resource/resource.ts';
import type { Diagnostic } from '../../../source/diagnostic.ts';
import { known } from '../../../source/known.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Outcome } from '../../../source/outcome.ts';
import { writeDifference } from './write-difference.ts';

/** With what everything begins that a test makes, and everybody whom it may use. */
export const TEST_NAME = 'bylaw-test';

export interface TrialSite {
  readonly api: ApiDescription;
  readonly platform: PlatformDefinition;
  readonly connection: Connection;
  readonly writer: LiveWriter;
  /** Looks at what was written, and knows nothing of it. */
  readonly reader: LiveReader;
  readonly supports: Supports;
  /** With what all names of this test begin. */
  readonly prefix: string;
  readonly stopped: () => boolean;
  /** Told of all that is made before it is sent; where that fails, it is not sent. */
  readonly onMade: (made: readonly Address[]) => Outcome<null>;
}

type KindName = Write['write'];

/** What is known of each kind so far. */
interface KindNotes {
  readonly done: Set<WriteWay>;
  readonly failed: string[];
  readonly beside: string[];
  readonly skipped: string[];
}

/** Each write is made, read again by another reader, and held against what it was to do. */
export class WriteTrial {
  readonly site: TrialSite;
  readonly #notes = new Map<KindName, KindNotes>();
  readonly #made: Address[] = [];
  #live: readonly Resource[];
  #isEnding = false;

  constructor(site: TrialSite, before: Snapshot) {
    this.site = site;
    this.#live = before.resources;
    for (const kind of site.api.write.keys()) this.#notesOf(kind);
  }

  get live(): ReadonlyMap<Address, Resource> {
    return modelOf(this.#live).byAddress;
  }

  /** What it made and did not take away, the last first. */
  get made(): readonly Address[] {
    return this.#made.filter((address) => this.live.has(address)).reverse();
  }

  get origin(): Origin {
    return { from: 'live', url: String(this.site.connection.settings.url) };
  }

  get root(): string {
    return this.site.connection.organization;
  }

  /** Whether the file says how; an assignment is taken away by whatever takes roles away. */
  describes(kind: KindName): boolean {
    return this.site.api.write.has(kind);
  }

  can(write: Write): boolean {
    return this.#wayOf(write) !== null && this.site.supports(write) === null;
  }

  /** Why a kind cannot be shown; forgotten if it is after all. */
  skip(kind: KindName, because: string): void {
    if (this.describes(kind)) this.#notesOf(kind).skipped.push(because);
  }

  /** The first of several writes that the file can make. False, with the reason told, where there is none or it failed. */
  async tryFirst(kind: KindName, writes: readonly Write[]): Promise<boolean> {
    const able = writes.find((write) => this.can(write));
    if (able !== undefined) return this.#try(able);
    const [first] = writes;
    const why = first === undefined ? 'there is nothing to show it by' : this.site.supports(first)?.why;
    this.skip(kind, why ?? 'the file describes no way that fits');
    return false;
  }

  kinds(): readonly TestedKind[] {
    return [...this.#notes]
      .filter(([kind]) => this.describes(kind))
      .map(([kind, { done, failed, beside, skipped }]) => {
        const ways = {
          taken: done.size,
          described: known(this.site.api.write.get(kind), 'ways of a kind').filter(
            ({ by }) => by !== 'nothing',
          ).length,
        };
        if (failed.length > 0) return { kind, verdict: 'failed', ways, details: failed };
        if (done.size === 0) return { kind, verdict: 'not-shown', ways, details: onceEach(skipped) };
        const isPart = beside.length > 0 || done.size < ways.described;
        return { kind, verdict: isPart ? 'partly' : 'shown', ways, details: onceEach(beside) };
      });
  }

  /** What is live now; what keeps it from being read. */
  async look(): Promise<readonly Diagnostic[]> {
    const read = await this.site.reader.read();
    if (!read.ok) return read.diagnostics;
    this.#live = read.value.resources;
    return [];
  }

  /** From here on things are only taken away, whoever interrupts it. */
  end(): void {
    this.#isEnding = true;
  }

  /** Roles that an assignment loses are taken away as the file says of putting one, where it says no more. */
  #kindOf({ write }: Write): KindName {
    return write === 'delete-assignment' && !this.describes(write) ? 'put-assignment' : write;
  }

  #wayOf(write: Write): WriteWay | null {
    return wayOf(this.site.api, write, this.site.platform);
  }

  async #try(write: Write): Promise<boolean> {
    if (this.site.stopped() && !this.#isEnding) {
      this.skip(write.write, 'it was interrupted before');
      return false;
    }
    const { platform, writer, prefix } = this.site;
    const { address } = writeSubjectOf(write);
    const isMaking = !this.live.has(address) && address.includes(prefix);
    if (isMaking) {
      // Before it is sent: whoever ends this process leaves a list behind.
      const recorded = this.site.onMade([...this.#made, address]);
      if (!recorded.ok) {
        this.#notesOf(write.write).failed.push(...recorded.diagnostics.map(sentence));
        return false;
      }
      this.#made.push(address);
    }
    const meant = simulateWrites(this.#live, [write], this.origin, platform);
    const written = await writer.write(write);
    const wrong = written.ok ? [] : written.diagnostics.map(sentence);
    const difference = await this.#settled(write, written.ok ? meant : this.#live, written.ok);
    const notes = this.#notesOf(this.#kindOf(write));
    notes.failed.push(...[...wrong, ...difference.wrong].map((line) => `${subjectPhrase(write)}: ${line}`));
    notes.beside.push(...difference.beside);
    if (!written.ok || difference.wrong.length > 0) {
      // What is known of it is not so: the next write goes by what is there.
      await writer.read();
      return false;
    }
    const way = this.#wayOf(write);
    if (way !== null) notes.done.add(way);
    return true;
  }

  /** Read until it is as it was meant, or as long as the file says that it takes. */
  async #settled(write: Write, meant: readonly Resource[], isMade: boolean) {
    const { settling } = this.site.writer;
    const isOurs = (key: string): boolean => key.includes(this.site.prefix);
    const pauses = settling === undefined ? [] : settling.pauses;
    for (let looks = 0; ; looks += 1) {
      const unread = await this.look();
      const difference =
        unread.length > 0
          ? { wrong: unread.map(sentence), beside: [] }
          : writeDifference(isMade ? write : null, meant, this.#live, isOurs);
      const pause = pauses[looks];
      if (difference.wrong.length === 0 || pause === undefined || settling === undefined) return difference;
      if (!(await settling.wait(pause))) return difference;
    }
  }

  #notesOf(kind: KindName): KindNotes {
    const notes = this.#notes.get(kind) ?? { done: new Set(), failed: [], beside: [], skipped: [] };
    this.#notes.set(kind, notes);
    return notes;
  }
}

function sentence({ message, code }: Diagnostic): string {
  return `${message} (${code})`;
}

function subjectPhrase(write: Write): string {
  const { address, entry } = writeSubjectOf(write);
  return entry === null ? address : `${entry.name} of ${address}`;
}

function onceEach(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
