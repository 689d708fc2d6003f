import { type Claim, type ClaimHolder, claimUnder, pathUnder } from './claim.ts';

/**
 * The other provider blocks of one organization in one run. Terraform starts a process for each alias, and none of them
 * sees another's claims; so each writes down what it claims where the others read it, one line after the other. Who
 * writes first and reads then cannot miss another who does the same: at least one of two sees the other.
 */
export interface PeerLogFile {
  append(line: string): void;
  /** What was appended since this was asked last, by whomever. */
  more(): readonly string[];
}

/** What is told: the claims of a plan, and what an apply does. */
export type PeerMessage =
  | {
      readonly word: 'keep';
      readonly claims: readonly Claim[];
      readonly holder: ClaimHolder;
      readonly scope: string | null;
    }
  | { readonly word: 'go'; readonly claims: readonly Claim[]; readonly holder: ClaimHolder }
  | {
      readonly word: 'write' | 'written' | 'remove' | 'removed' | 'spared';
      readonly claims: readonly Claim[];
    };

type Told = PeerMessage & {
  readonly by: string /** The organization, by what the platform knows it. */;
  readonly of: string;
};

type PeerLogLine =
  | Told
  | ({ readonly by: string } & (
      | { readonly word: 'start'; readonly pid: number }
      | { readonly word: 'failed' | 'end' }
    ));

/** Which organization a provider block is of. */
export interface Whose {
  /** By what the platform knows it, whatever block calls it what. */
  readonly of: string;
  /** What this block calls it. */
  readonly organization: string;
}

export interface FellowsOptions {
  readonly id: string;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
  /** Whether it can be told where one walk of terraform ends: else nothing is heard of plans. */
  readonly hearsPlans?: boolean;
}

export class Peers {
  readonly #paper: PeerLogFile;
  readonly #id: string;
  readonly #isAlive: (pid: number) => boolean;
  readonly #hearsPlans: boolean;
  #whose: Whose | null = null;
  #line = 0;
  /** Line of the last read of the platform. */
  #read = 0;
  readonly #started = new Map<string, number>();
  readonly #alive = new Map<string, number>();
  /** Those of the walk of terraform that goes on; who is alive may be of one that failed. */
  readonly #walk = new Set<string>();
  /** How many there are in a walk: the most of any that ended as it should. */
  #most = 0;
  #now = 0;
  #isWell = true;
  #planned: Told[] = [];
  /** Line of the last change of the platform that another has ended. */
  #changed = -1;
  #failed = false;
  readonly #written = new Map<Claim, number>();
  readonly #removing = new Map<Claim, string>();
  readonly #removed = new Map<Claim, number>();

  /** To be made before the platform is read: what is removed from then on may still be in what is read. */
  constructor(peerLogFile: PeerLogFile, { id, pid, isAlive, hearsPlans = true }: FellowsOptions) {
    this.#paper = peerLogFile;
    this.#id = id;
    this.#isAlive = isAlive;
    this.#hearsPlans = hearsPlans;
    this.#append({ by: id, word: 'start', pid });
  }

  /** To be said when the platform was read, and before anything is claimed: what others say is heard from then on. */
  areOf(whose: Whose): void {
    this.#whose = whose;
    this.#listen();
    this.#read = this.#started.get(this.#id) ?? 0;
  }

  /** By this a deletion tells, in the note of its plan, since when a write counts against it. */
  get id(): string {
    return this.#id;
  }

  tell(peerMessage: PeerMessage): void {
    const { of, organization } = this.#known();
    this.#append({ by: this.#id, of, ...under(peerMessage, organization, '') });
  }

  #known(): Whose {
    if (this.#whose === null) throw new Error('nobody has said of which organization this is');
    return this.#whose;
  }

  /** Terraform does not end the providers of a walk that failed: they live on, and are in no other. */
  fail(): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#append({ by: this.#id, word: 'failed' });
  }

  end(): void {
    this.#append({ by: this.#id, word: 'end' });
  }

  /** What others claim in this walk of terraform and was not handed out yet. */
  heard(): readonly Told[] {
    this.#listen();
    const heard = this.#planned;
    this.#planned = [];
    return heard;
  }

  /** What another has written since the one who planned began; whatever there is where that was in another run. */
  wroteSince(claims: readonly Claim[], planner: string | null): Claim | null {
    this.#listen();
    const since = this.#started.get(planner ?? '') ?? -1;
    return claims.find((claim) => (this.#written.get(claim) ?? -1) > since) ?? null;
  }

  /** Whether another is removing one of these just now. */
  isRemoving(claims: readonly Claim[]): boolean {
    this.#listen();
    return claims.some((claim) => {
      const by = this.#removing.get(claim);
      return by !== undefined && this.#isAlive(this.#alive.get(by) ?? -1);
    });
  }

  /** Whether another has removed one of these, or died over it, and it may not be known here. */
  removedSinceRead(claims: readonly Claim[]): boolean {
    this.#listen();
    return claims.some((claim) => this.#removing.has(claim) || (this.#removed.get(claim) ?? -1) > this.#read);
  }

  /** Whether another has changed anything that may not be known here. */
  changedSinceRead(): boolean {
    this.#listen();
    return this.#changed > this.#read || this.#removing.size > 0;
  }

  /** The platform is read from here on. */
  reads(): void {
    this.#listen();
    this.#read = this.#line;
  }

  #append(peerLogLine: PeerLogLine): void {
    this.#paper.append(JSON.stringify(peerLogLine));
  }

  #listen(): void {
    for (const text of this.#paper.more()) {
      const line = lineFrom(text);
      if (line === null) continue;
      this.#line += 1;
      this.#follow(line);
    }
  }

  #follow(peerLogLine: PeerLogLine): void {
    switch (peerLogLine.word) {
      case 'start':
        this.#begin(peerLogLine.by, peerLogLine.pid);
        return;
      case 'failed':
        if (this.#walk.has(peerLogLine.by)) this.#isWell = false;
        this.#leave(peerLogLine.by);
        return;
      case 'end':
        this.#alive.delete(peerLogLine.by);
        this.#leave(peerLogLine.by);
        return;
      default: {
        const { of, organization } = this.#known();
        if (peerLogLine.by !== this.#id && peerLogLine.of === of)
          this.#follows({ ...peerLogLine, ...under(peerLogLine, '', organization) });
      }
    }
  }

  /** What another of the same organization has told. */
  #follows(line: Told): void {
    switch (line.word) {
      case 'keep':
      case 'go':
        if (this.#hearsPlans) this.#planned.push(line);
        return;
      case 'write':
        for (const claim of line.claims) this.#written.set(claim, this.#line);
        return;
      case 'written':
        this.#changed = this.#line;
        return;
      case 'remove':
        for (const claim of line.claims) this.#removing.set(claim, line.by);
        return;
      case 'removed':
      case 'spared':
        for (const claim of line.claims) {
          this.#removing.delete(claim);
          if (line.word === 'removed') this.#removed.set(claim, this.#line);
        }
        this.#changed = this.#line;
        return;
    }
  }

  /**
   * Terraform ends all providers of one walk before it starts any of the next: where nobody is left, what was planned
   * belongs to a walk that is over. Of a walk that failed they are left, told of the failure or not: so one more than
   * there are in a walk begins the next one.
   */
  #begin(id: string, pid: number): void {
    if (id === this.#id)
      for (const [other, process] of this.#alive)
        if (!this.#isAlive(process)) {
          this.#alive.delete(other);
          this.#leave(other);
        }
    const isNext = this.#walk.size === 0 || (this.#most > 0 && this.#walk.size >= this.#most);
    if (isNext) {
      this.#planned = [];
      this.#walk.clear();
      this.#now = 0;
      this.#isWell = true;
    }
    this.#alive.set(id, pid);
    this.#walk.add(id);
    this.#now = Math.max(this.#now, this.#walk.size);
    this.#started.set(id, this.#line);
  }

  #leave(id: string): void {
    if (!this.#walk.delete(id) || this.#walk.size > 0) return;
    if (this.#isWell) this.#most = Math.max(this.#most, this.#now);
  }
}

/** What is told, under another name of the organization: on the paper it has none. */
function under(peerMessage: PeerMessage, from: string, to: string): PeerMessage {
  const claims = peerMessage.claims.map((claim) => claimUnder(claim, from, to));
  if (peerMessage.word !== 'keep') return { ...peerMessage, claims };
  return {
    ...peerMessage,
    claims,
    scope: peerMessage.scope === null ? null : pathUnder(peerMessage.scope, from, to),
  };
}

/** Null for half a line, as a full disk leaves it. */
function lineFrom(text: string): PeerLogLine | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
