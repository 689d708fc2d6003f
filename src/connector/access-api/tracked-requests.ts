import type { HttpWriter } from '../http/http-interface.ts';

/** The requests of one write, watched. */
export interface TrackedRequests {
  readonly http: HttpWriter;
  /** Whether one of them may have been carried out: only of use where the write failed. */
  mayHaveBeenMade(): boolean;
}

/** `onChange` is told of each answer that says that something became otherwise: the platform's revision went up by it. */
export function trackRequests(http: HttpWriter, onChange: () => void): TrackedRequests {
  let maybe = false;
  return {
    http: {
      ...http,
      send: async (request) => {
        const exchange = await http.send(request);
        switch (exchange.end) {
          case 'answer': {
            maybe = true;
            // 201 and 204 are of what came or went; a changed object has another ETag than it was asked to match.
            const before = request.headers?.['if-match'];
            const moved = before !== undefined && exchange.etag !== null && exchange.etag !== before;
            if (exchange.status === 201 || exchange.status === 204 || moved) onChange();
            break;
          }
          case 'refusal':
            maybe ||= exchange.uncertain;
            break;
          case 'failure':
            maybe ||= exchange.inDoubt;
            break;
        }
        return exchange;
      },
    },
    mayHaveBeenMade: () => maybe,
  };
}
