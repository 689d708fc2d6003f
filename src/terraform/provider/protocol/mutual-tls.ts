/**
 * TLS as go-plugin has it: each end shows a certificate that the other was told of beforehand. The client's is compared
 * byte for byte instead of being handed to Node as an authority: with any `ca` Node 20 first reads every certificate
 * authority it knows, which costs as much as starting it.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { certificatePem, type ServerCertificate } from './certificate.ts';

export interface Certificates {
  readonly own: ServerCertificate;
  /** The only one that is let in, as PEM. */
  readonly client: string;
}

/** Takes plain connections, and hands on those of which the other end has shown to be who it must be. */
export function mutualTls(
  { own, client }: Certificates,
  letIn: (socket: TLSSocket) => void,
): (socket: Socket) => void {
  const expected = new X509Certificate(client).raw;
  const server = createServer({
    key: own.key.export({ type: 'pkcs8', format: 'pem' }),
    cert: certificatePem(own.der),
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2'],
  });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => socket.destroy());
    if (socket.getPeerX509Certificate()?.raw.equals(expected)) letIn(socket);
    else socket.destroy();
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return (socket) => void server.emit('connection', socket);
}
