/** What one object shall be. */
export interface DesiredObject<T> {
  readonly body: object;
  /** Whether an object as read is so already, its texts aside. */
  readonly isSo: (live: T) => boolean;
  /** What it shall say of itself, and what it says. */
  readonly texts?: (live: T) => readonly TextField[];
  /** Whether an object under the key counts as there when one is to be made; left out: it does. */
  readonly isThere?: (live: T) => boolean;
}

export interface TextField {
  readonly field: string;
  readonly sent: string;
  readonly kept: string;
}

/** The texts that are not as they shall be. */
export function otherTexts<T>(wanted: Pick<DesiredObject<T>, 'texts'>, live: T): readonly TextField[] {
  return wanted.texts === undefined ? [] : wanted.texts(live).filter(({ sent, kept }) => sent !== kept);
}

/** Whether an object as read is as it shall be, its texts too. */
export function isAll<T>(wanted: Pick<DesiredObject<T>, 'isSo' | 'texts'>, live: T): boolean {
  return wanted.isSo(live) && otherTexts(wanted, live).length === 0;
}
