import type { ServerResponse } from 'node:http';
import type { ApiResponse } from '../api/api-response.ts';

/** `now`: whose time the `Date` of the answer tells; left out, the machine's. */
export function sendResponse(
  response: ServerResponse,
  { status, headers, body }: ApiResponse,
  now?: Date,
): void {
  if (now !== undefined) response.setHeader('date', now.toUTCString());
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
