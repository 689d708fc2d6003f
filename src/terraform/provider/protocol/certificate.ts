/**
 * The certificate a plugin shows to the terraform that started it: self-signed, EC P-256, for `localhost`, made anew
 * for each process and never written anywhere. Its DER is composed here, because Node can read certificates and not
 * make them, and neither a library nor `openssl` is worth the cold start. See RFC 5280.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface ServerCertificate {
  /** For the TLS server. */
  readonly key: string;
  readonly cert: string;
  /** For the handshake line. */
  readonly der: Buffer;
}

const DAY = 86_400_000;

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific: 0 is the version, 3 the extensions; of a name, 2 is a host. */
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
} as const;

const OID = {
  commonName: [2, 5, 4, 3],
  ecdsaWithSha256: [1, 2, 840, 10045, 4, 3, 2],
  basicConstraints: [2, 5, 29, 19],
  keyUsage: [2, 5, 29, 15],
  extendedKeyUsage: [2, 5, 29, 37],
  subjectAltName: [2, 5, 29, 17],
  serverAuth: [1, 3, 6, 1, 5, 5, 7, 3, 1],
  clientAuth: [1, 3, 6, 1, 5, 5, 7, 3, 2],
} as const;

/** `now` in milliseconds: valid from a day before, so that a clock that is a little off does no harm. */
export function serverCertificate(now: number): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(TAG.sequence, oid(OID.ecdsaWithSha256));
  const name = der(
    TAG.sequence,
    der(TAG.set, der(TAG.sequence, oid(OID.commonName), der(TAG.utf8String, Buffer.from('localhost')))),
  );
  const body = der(
    TAG.sequence,
    der(TAG.version, der(TAG.integer, Buffer.of(2))),
    der(TAG.integer, serialNumber()),
    algorithm,
    name,
    der(TAG.sequence, utcTime(now - DAY), utcTime(now + 365 * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      TAG.extensions,
      der(
        TAG.sequence,
        // A root of its own: terraform takes it as the only authority it trusts.
        extension(OID.basicConstraints, true, der(TAG.sequence, der(TAG.boolean, Buffer.of(0xff)))),
        // digitalSignature, keyEncipherment, keyAgreement, keyCertSign.
        extension(OID.keyUsage, true, der(TAG.bitString, Buffer.of(2, 0b1010_1100))),
        extension(OID.extendedKeyUsage, false, der(TAG.sequence, oid(OID.serverAuth), oid(OID.clientAuth))),
        extension(OID.subjectAltName, false, der(TAG.sequence, der(TAG.dnsName, Buffer.from('localhost')))),
      ),
    ),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(
    TAG.sequence,
    body,
    algorithm,
    der(TAG.bitString, Buffer.concat([Buffer.of(0), signature])),
  );
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
    der: certificate,
  };
}

/** Tag, length, content. Lengths from 128 on say first in how many bytes they stand. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff);
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length, ...length), content]);
}

/** The first two numbers share a byte; each of the others stands in groups of seven bits, all but the last marked. */
function oid(numbers: readonly number[]): Buffer {
  const [first = 0, second = 0, ...rest] = numbers;
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return der(TAG.oid, Buffer.from(bytes));
}

function extension(id: readonly number[], critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [der(TAG.boolean, Buffer.of(0xff))] : [];
  return der(TAG.sequence, oid(id), ...flag, der(TAG.octetString, value));
}

/** Sixteen random bytes as a positive integer in its shortest form: the first is neither zero nor has its top bit set. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** `YYMMDDHHMMSSZ`; the form for years before 2050, which both ends of the validity are. */
function utcTime(instant: number): Buffer {
  const digits = new Date(instant).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(TAG.utcTime, Buffer.from(`${digits}Z`));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
