/**
 * The code in which header texts are written, RFC 7541, appendix B. It is canonical: the length of each sign's code
 * says what the code is.
 */

/** Lengths of the codes of the bytes 0 to 255, and of the end of a text. */
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7,
  8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19,
  13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13,
  28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21,
  22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23,
  22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
  19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25,
  25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];
const END = 256;
const LONGEST = 30;

interface Code {
  /** By length: the first code, how many there are, and where in `signs` they begin. */
  readonly first: readonly number[];
  readonly count: readonly number[];
  readonly start: readonly number[];
  /** In order of their codes. */
  readonly signs: readonly number[];
}

let made: Code | null = null;

function code(): Code {
  if (made !== null) return made;
  const [first, count, start, signs]: [number[], number[], number[], number[]] = [[0], [0], [0], []];
  for (let length = 1; length <= LONGEST; length += 1) {
    first.push(((first[length - 1] ?? 0) + (count[length - 1] ?? 0)) * 2);
    start.push(signs.length);
    LENGTHS.forEach((one, sign) => {
      if (one === length) signs.push(sign);
    });
    count.push(signs.length - (start[length] ?? 0));
  }
  made = { first, count, start, signs };
  return made;
}

/** Null for bytes that are no text in this code. */
export function fromHuffman(bytes: Uint8Array): string | null {
  const { first, count, start, signs } = code();
  const text: number[] = [];
  let read = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      read = read * 2 + ((byte >> bit) & 1);
      length += 1;
      if (length > LONGEST) return null;
      const at = read - (first[length] ?? 0);
      if (at >= (count[length] ?? 0)) continue;
      const sign = signs[(start[length] ?? 0) + at];
      if (sign === undefined || sign === END) return null;
      text.push(sign);
      read = 0;
      length = 0;
    }
  }
  // What is left is the beginning of the code of the end, all ones, and less than a byte.
  if (length > 7 || read !== 2 ** length - 1) return null;
  return Buffer.from(text).toString('latin1');
}
