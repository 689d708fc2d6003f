import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { known } from '../../source/known.ts';

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** This machine: what is asked of it never leaves it. */
function loopback(): BlockList {
  const block = new BlockList();
  block.addSubnet('127.0.0.0', 8, 'ipv4');
  block.addAddress('::1', 'ipv6');
  return block;
}

/**
 * Whether a URL is asked without a proxy, by the rules of Go: `localhost` and loopback addresses are always; and what a
 * list in the form of NO_PROXY names, parted by commas or blanks. `acme.com` means the host and what is below it,
 * `.acme.com` and `*.acme.com` only what is below; an address means itself, `10.0.0.0/8` all in it; `*` everything. A
 * port may follow a host or an address. Entries of no such form are passed over.
 */
export function bypassesProxy(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || known(PORTS[url.protocol], `the port of ${url.protocol}`);
  if (host === 'localhost' || inside(loopback(), host)) return true;
  return list.split(/[\s,]+/).some((entry) => covers(entry.toLowerCase(), host, port));
}

function covers(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const block = blockOf(entry);
  if (block !== null) return inside(block, host);
  // More than one colon is an address of version 6 that has no port.
  const found = /^\[([^\]]*)\](?::(.*))?$/.exec(entry) ?? /^([^:]*):([^:]*)$/.exec(entry);
  const name = found?.[1] ?? entry;
  const wanted = found?.[2] ?? port;
  if (wanted !== '' && wanted !== port) return false;
  if (isIP(name) !== 0) return inside(alone(name), host);
  const below = domainToASCII(name.replace(/^\*?\./, ''));
  if (below === '') return false;
  return host.endsWith(`.${below}`) || (host === below && !/^\*?\./.test(name));
}

function inside(block: BlockList, host: string): boolean {
  const version = isIP(host);
  return version !== 0 && block.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

function blockOf(entry: string): BlockList | null {
  const found = /^([^/]+)\/(\d{1,3})$/.exec(entry);
  if (found === null) return null;
  const address = known(found[1], 'the address of a block');
  const bits = known(found[2], 'the bits of a block');
  const version = isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return null;
  const block = new BlockList();
  block.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
  return block;
}

function alone(address: string): BlockList {
  const block = new BlockList();
  block.addAddress(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  return block;
}
