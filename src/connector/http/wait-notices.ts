import type { ClientClock } from './time.ts';

/** Something is waited for that takes longer than anybody expects. */
export interface WaitNotice {
  /** `access.acme.com asks to wait 60 s (429), until 2027-03-01T12:30:05Z`. */
  readonly text: string;
  /** Whether it is worth a line that stays. */
  readonly long: boolean;
}

/** Pauses shorter than this are told to nobody. */
const WORTH_TELLING_MS = 2000;
const LONG_MS = 5000;
/** Of a pause of our own: it is expected, and only one that somebody may wonder about is a line that stays. */
const LONG_TURN_MS = 60_000;
/** A platform that says nothing is told of again and again, and once in a line that stays. */
const SILENT_MS = 5000;
const LONG_SILENT_MS = 15_000;

/** A pause that the platform asks for, or null where it is not worth a word. */
export function rateLimitNotice(
  host: string,
  status: number,
  milliseconds: number,
  clientClock: ClientClock,
): WaitNotice | null {
  if (milliseconds < WORTH_TELLING_MS) return null;
  const until = instantText(clientClock.now() + milliseconds);
  const text = `${host} asks to wait ${secondsText(milliseconds)} (${status}), until ${until}`;
  return { text, long: milliseconds >= LONG_MS };
}

/** A pause that the rules of an API make, and that it was not asked for: it would refuse what came sooner. */
export function turnNotice(
  host: string,
  rule: string,
  milliseconds: number,
  clientClock: ClientClock,
): WaitNotice {
  const until = instantText(clientClock.now() + milliseconds);
  return { text: `${host} takes ${rule}: going on at ${until}`, long: milliseconds >= LONG_TURN_MS };
}

/** Tells, until it is called off, for how long a request has had no answer. */
export function watchResponseSilence(
  host: string,
  clientClock: ClientClock,
  onWait: (waitNotice: WaitNotice) => void,
): () => void {
  let so = 0;
  let callOff = (): void => {};
  const ring = (): void => {
    so += SILENT_MS;
    onWait({ text: `no answer from ${host} for ${secondsText(so)}`, long: so === LONG_SILENT_MS });
    callOff = clientClock.alarm(SILENT_MS, ring);
  };
  callOff = clientClock.alarm(SILENT_MS, ring);
  return () => callOff();
}

export function secondsText(milliseconds: number): string {
  return `${Math.ceil(milliseconds / 1000)} s`;
}

/** As RFC 3339 writes it; no later than dates go. */
export function instantText(instant: number): string {
  return new Date(Math.min(instant, 8.64e15)).toISOString().replace(/\.\d+Z$/, 'Z');
}
