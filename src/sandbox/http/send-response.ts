import type { ServerResponse } from 'node:http';
import type { ApiResponse } from '../api/api-response.ts';

export function sendResponse(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
