import type { RequestWindow } from '../../plan/cost/request-windows.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** GitHub counts a request when it arrives: one may take so much longer for it than the one that it has to be apart from. */
const ARRIVAL = 30 * SECOND;

const CONTENT = { look: 0, take: 0, give: 1, invite: 1 };

/**
 * How fast requests may follow each other, as GitHub's pages on limits and on good use of its API say it: the one table,
 * by which the connector keeps its pace and by which a plan tells how long its writes take.
 */
export const GITHUB_WINDOWS: readonly RequestWindow[] = [
  {
    name: 'one write a second',
    milliseconds: SECOND,
    most: 1,
    points: { look: 0, take: 1, give: 1, invite: 1 },
  },
  {
    // Not on GitHub's pages: octokit's plugin leaves so much between requests that write to somebody.
    name: 'one invitation in three seconds',
    milliseconds: 3 * SECOND,
    most: 1,
    points: { look: 0, take: 0, give: 0, invite: 1 },
  },
  { name: '80 a minute', milliseconds: MINUTE, most: 80, points: CONTENT },
  { name: '500 an hour', milliseconds: HOUR + ARRIVAL, most: 500, points: CONTENT },
  {
    // 900, less what may arrive closer together than it was sent.
    name: '900 points a minute',
    milliseconds: MINUTE,
    most: 840,
    points: { look: 1, take: 5, give: 5, invite: 5 },
  },
];
