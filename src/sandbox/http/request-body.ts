import type { IncomingMessage } from 'node:http';

const LIMIT = 1024 * 1024;
/** How much of a body that is too large we read on, so that its sender gets to see the answer. */
const PATIENCE = 16 * LIMIT;

/** The body, or null when it is larger than allowed. Fails when the sender breaks off. */
export async function readRequestBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMIT) chunks.push(chunk);
    else chunks.length = 0;
    if (size > PATIENCE) throw new Error('the body does not end');
  }
  return size <= LIMIT ? Buffer.concat(chunks) : null;
}
