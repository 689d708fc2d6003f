import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AnswerFolder } from '../connector.ts';
import { decodeJson, type JsonObject } from './json-object.ts';

/** What is known of an answer of before, so that the platform can be asked whether it is as it was. */
export interface KeptAnswer {
  readonly is: 'answer';
  /** When it was told, milliseconds since the epoch. */
  readonly at: number;
  readonly etag: string | null;
  readonly modified: string | null;
  readonly link: string | null;
  /** What the credential was allowed to do then, as the platform said. */
  readonly scopes: string | null;
  /** As JSON. */
  readonly body: string;
}

/** There was no such thing, and there is none while something else is as it was. */
export interface KeptAbsence {
  readonly is: 'absence';
  readonly at: number;
  readonly whilst: string;
  readonly needs: string | null;
}

export type KeptEntry = KeptAnswer | KeptAbsence;

export interface KeptAnswersSettings {
  readonly folder: AnswerFolder;
  /** Secrets of the connection: whoever does not have them can neither find its answers nor make any up. */
  readonly secrets: readonly string[];
  /** Whose answers: the host, the version of the API, the organization. */
  readonly of: readonly string[];
  readonly now: () => number;
}

const DAY_MS = 86_400_000;
const LONGEST_MS = 30 * DAY_MS;
const LONGEST_ABSENCE_MS = DAY_MS;
/** Of one answer, and of all answers of a connection. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_CHARACTERS_OF_ALL = 32 * 1024 * 1024;
/** Part of what is sealed: a file of another form is one that somebody made up. */
const FORM = 'bylaw answers 1';

/**
 * Answers of one connection, kept from run to run in one file. It is sealed with the secrets of the connection, so what
 * is cut off, damaged or made up by somebody else is as good as none; and two runs at once, each of which writes a whole
 * file, cost each other an answer at most. Nothing of it is told to anybody before the platform said that it is as it was.
 */
export class KeptAnswers {
  readonly #settings: KeptAnswersSettings;
  readonly #name: string;
  #entries: Map<string, KeptEntry> | null = null;
  #changed = false;

  /** Null where nobody says who asks: answers to one must never be taken for answers to another. */
  static of(settings: KeptAnswersSettings): KeptAnswers | null {
    return settings.secrets.some((secret) => secret.length > 0) ? new KeptAnswers(settings) : null;
  }

  private constructor(settings: KeptAnswersSettings) {
    this.#settings = settings;
    this.#name = this.#seal('name', JSON.stringify(settings.of));
  }

  find(path: string): KeptEntry | null {
    const entry = this.#known().get(path) ?? null;
    return entry !== null && this.#isYoung(entry) ? entry : null;
  }

  keep(path: string, entry: KeptEntry): void {
    if (entry.is === 'answer' && entry.body.length > MOST_CHARACTERS) this.#known().delete(path);
    else this.#known().set(path, entry);
    this.#changed = true;
  }

  forget(path: string): void {
    if (this.#known().delete(path)) this.#changed = true;
  }

  /** Puts all on the disk, if there is anything new. What cannot be written costs the next run, and never this one. */
  save(): void {
    if (!this.#changed) return;
    this.#changed = false;
    const young = [...this.#known()].filter(([, entry]) => this.#isYoung(entry));
    let room = MOST_CHARACTERS_OF_ALL;
    const kept = young
      .sort(([, a], [, b]) => b.at - a.at)
      .filter(([, entry]) => {
        room -= entry.is === 'answer' ? entry.body.length : 0;
        return room >= 0;
      });
    const text = JSON.stringify({ entries: kept.map(([path, entry]) => ({ path, ...entry })) });
    this.#settings.folder.save(this.#name, Buffer.from(`${this.#seal('content', text)}\n${text}`));
  }

  #known(): Map<string, KeptEntry> {
    this.#entries ??= this.#loaded();
    return this.#entries;
  }

  #loaded(): Map<string, KeptEntry> {
    const text = this.#settings.folder.load(this.#name)?.toString();
    const [seal, content] = text?.split(/\n(.*)/s) ?? [];
    if (seal === undefined || content === undefined) return new Map();
    if (!isSame(seal, this.#seal('content', content))) return new Map();
    const read = decodeJson(JSON.parse(content), (found) =>
      found.list('entries').map((one) => [one.text('path'), entryIn(one)] as const),
    );
    return new Map(read.ok ? read.value : []);
  }

  /** As far ahead as behind: the clock may have been put back since. */
  #isYoung({ is, at }: KeptEntry): boolean {
    const age = Math.abs(this.#settings.now() - at);
    return age <= (is === 'absence' ? LONGEST_ABSENCE_MS : LONGEST_MS);
  }

  #seal(what: 'name' | 'content', text: string): string {
    const { secrets } = this.#settings;
    return createHmac('sha256', JSON.stringify(secrets)).update(`${FORM} ${what}\n${text}`).digest('hex');
  }
}

function entryIn(found: JsonObject): KeptEntry {
  const at = found.whole('at');
  if (found.text('is') === 'absence') {
    return { is: 'absence', at, whilst: found.text('whilst'), needs: found.textOrNull('needs') };
  }
  return {
    is: 'answer',
    at,
    etag: found.textOrNull('etag'),
    modified: found.textOrNull('modified'),
    link: found.textOrNull('link'),
    scopes: found.textOrNull('scopes'),
    body: found.text('body'),
  };
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
