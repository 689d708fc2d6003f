/**
 * The certificate a plugin shows to the terraform that started it: self-signed, EC P-256, for `localhost`, made anew
 * for each process and never written anywhere. Terraform waits for it at each start, so it is not composed: all its
 * bytes are known but for four holes, the serial number, the public key, the signature and with that the length of the
 * whole. See RFC 5280 for the fields, X.690 for their form.
 */

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { known } from '../../../source/known.ts';

export interface ServerCertificate {
  readonly key: KeyObject;
  /** As it stands in the handshake line. */
  readonly der: Buffer;
}

const hex = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('').replaceAll(' ', ''), 'hex');

/** sequence: ecdsa-with-SHA256 */
const ALGORITHM = '300a 06082a8648ce3d040302';
/** sequence: set: sequence: commonName, `localhost` as UTF-8 */
const NAME = '3014 3112 3010 0603550403 0c096c6f63616c686f7374';

/** From the beginning of what is signed to the length of the serial number, which has sixteen bytes. */
const BEFORE_SERIAL = hex('30820124', 'a003 020102', '0210');

/** From issuer to subject. Valid from 2000 to 2049, whatever a clock says: it lives as long as its process. */
const BEFORE_KEY = hex(
  ALGORITHM,
  NAME,
  '301e 170d3030303130313030303030305a 170d3439313233313233353935395a',
  NAME,
);

/** Extensions, after a P-256 public key as `spki`, which always has 91 bytes. */
const AFTER_KEY = hex(
  'a358 3056',
  // basicConstraints, critical: a root of its own, for terraform takes it as the only authority it trusts
  '300f 0603551d13 0101ff 0405 3003 0101ff',
  // keyUsage, critical: digitalSignature, keyEncipherment, keyAgreement, keyCertSign
  '300e 0603551d0f 0101ff 0404 030202ac',
  // extendedKeyUsage: serverAuth, clientAuth
  '301d 0603551d25 0416 3014 06082b06010505070301 06082b06010505070302',
  // subjectAltName: the host `localhost`
  '3014 0603551d11 040d 300b 82096c6f63616c686f7374',
);

const BEFORE_SIGNATURE = hex(ALGORITHM);

export function serverCertificate(): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(16);
  // A positive integer in its shortest form: the first byte is not zero and its top bit is not set.
  serial[0] = (known(serial[0], 'the first of sixteen bytes') & 0x3f) | 0x40;
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const signed = Buffer.concat([BEFORE_SERIAL, serial, BEFORE_KEY, spki, AFTER_KEY]);
  const signature = sign('sha256', signed, privateKey);
  const length = signed.length + BEFORE_SIGNATURE.length + 3 + signature.length;
  return {
    key: privateKey,
    der: Buffer.concat([
      // sequence
      Buffer.of(0x30, 0x82, length >> 8, length & 0xff),
      signed,
      BEFORE_SIGNATURE,
      // bit string without unused bits
      Buffer.of(0x03, signature.length + 1, 0),
      signature,
    ]),
  };
}

export function certificatePem(der: Buffer): string {
  const lines = known(der.toString('base64').match(/.{1,64}/g), 'the text of a certificate');
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
