/** An authority of a company's own, as those behind inspecting proxies have: made for one test, known to nobody. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { certificatePem } from '../../../src/terraform/provider/protocol/certificate.ts';

export interface Authority {
  /** What NODE_EXTRA_CA_CERTS has to name. */
  readonly pem: string;
  /** A certificate for these hosts, and its key, as `tls.createServer` takes them. */
  issue(...hosts: readonly string[]): { readonly cert: string; readonly key: string };
}

/** Tag, length and contents; see X.690. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 128
      ? [tag, length]
      : length < 256
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const ECDSA_SHA256 = sequence(hex('06082a8648ce3d040302'));
const VALID = sequence(der(0x17, Buffer.from('000101000000Z')), der(0x17, Buffer.from('491231235959Z')));
const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(name)))));
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** See RFC 5280. */
function certificate(
  issuer: { readonly name: string; readonly key: KeyObject },
  subject: { readonly name: string; readonly key: KeyObject },
  extension: Buffer,
): string {
  const signed = sequence(
    hex('a003020102'),
    der(0x02, Buffer.from([0x40, ...randomBytes(15)])),
    ECDSA_SHA256,
    named(issuer.name),
    VALID,
    named(subject.name),
    subject.key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, issuer.key));
  return certificatePem(sequence(signed, ECDSA_SHA256, signature));
}

export function makeAuthority(name = 'Acme Inspection'): Authority {
  const { privateKey, publicKey } = pair();
  // basicConstraints, critical: it may sign
  const root = sequence(hex('0603551d13'), hex('0101ff'), der(0x04, sequence(hex('0101ff'))));
  const issuer = { name, key: privateKey };
  return {
    pem: certificate(issuer, { name, key: publicKey }, root),
    issue(...hosts) {
      const own = pair();
      const names = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))));
      const subjectAltName = sequence(hex('0603551d11'), der(0x04, names));
      return {
        cert: certificate(issuer, { name: 'platform', key: own.publicKey }, subjectAltName),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
