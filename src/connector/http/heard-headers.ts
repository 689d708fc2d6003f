import { parseUrl } from '../../source/parse-url.ts';
import type { Inspection } from '../inspection.ts';
import { type DeprecationNotice, deprecationIn } from './deprecation.ts';
import { dateOfAnswer } from './http-date.ts';

export interface AnswerHeaders {
  get(name: string): string | null;
}

/** What any API's answers tell beside themselves: of the last answer that told it. */
export class HeardHeaders {
  /** Milliseconds since the epoch. */
  time: number | null = null;
  ending: DeprecationNotice | null = null;

  hear(headers: AnswerHeaders): void {
    this.time = dateOfAnswer(headers) ?? this.time;
    this.ending = deprecationIn(headers) ?? this.ending;
  }

  /** Of the API at a URL. */
  told(url: string): Pick<Inspection, 'host' | 'time' | 'ending'> {
    return { host: parseUrl(url)?.host ?? url, time: this.time, ending: this.ending };
  }
}
