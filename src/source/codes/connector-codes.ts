import type { CodeRow } from './code-row.ts';

/** Talking to a platform. */
export const CONNECTOR_CODES = {
  'token-missing': {
    severity: 'error',
    means: 'No token was given.',
    wayOut: 'Set the environment variable that the message names.',
  },
  'token-rejected': {
    severity: 'error',
    means: 'The platform does not know the token (401).',
    wayOut: 'Check that the token is right and not expired.',
  },
  'token-forbidden': {
    severity: 'error',
    means: 'The token is known but may not do this (403).',
    wayOut: 'Use a token with the permission that the message names.',
  },
  'connector-unreachable': {
    severity: 'error',
    means: 'The platform could not be reached.',
    wayOut: 'Check url in bylaw.yaml and the network.',
  },
  'certificate-untrusted': {
    severity: 'error',
    means: 'The certificate of the platform, or of a proxy, comes from no authority that is trusted here.',
    wayOut: 'If the authority is your own, name its certificate in NODE_EXTRA_CA_CERTS.',
  },
  'proxy-invalid': {
    severity: 'error',
    means: 'An environment variable names a proxy that cannot be used.',
    wayOut: 'Write http://HOST:PORT into it, or name the host in NO_PROXY.',
  },
  'proxy-failed': {
    severity: 'error',
    means: 'The proxy that the environment names could not be reached, or refused the request.',
    wayOut: 'Correct the variable that the message names, or name the host in NO_PROXY.',
  },
  'connector-protocol': {
    severity: 'error',
    means: 'The platform answered with something that is not its API.',
    wayOut: 'Check url in bylaw.yaml: a proxy or login page may be answering.',
  },
  'connector-incomplete-read': {
    severity: 'error',
    means: 'A list came back incomplete, so nothing can be concluded from it.',
    wayOut: 'Run again; if it happens again, report it to the platform.',
  },
  'connector-rate-limited': {
    severity: 'error',
    means: 'The platform kept refusing because of too many requests (429).',
    wayOut: 'Run again later or lower concurrency.',
  },
  'connector-server-error': {
    severity: 'error',
    means: 'The platform kept failing (5xx).',
    wayOut: 'Run again later.',
  },
  'api-version-ending': {
    severity: 'warning',
    means: 'The platform announces that it will no longer answer requests of this version of its API.',
    wayOut: 'Write a newer `api-version` for the organization in bylaw.yaml before that day.',
  },
  'api-version-ended': {
    severity: 'error',
    means: 'The platform no longer answers requests of this version of its API (410).',
    wayOut: 'Write a newer `api-version` for the organization in bylaw.yaml, or use a newer Bylaw.',
  },
  'connector-refused': {
    severity: 'error',
    means: 'The platform refused a change.',
    wayOut: 'See the reason in the message.',
  },
  'connector-mismatch': {
    severity: 'error',
    means: 'The live platform is not the one that the platform file describes.',
    wayOut: 'Check platform in the organization document and url in bylaw.yaml.',
  },
  'connector-contradiction': {
    severity: 'error',
    means: 'An answer of the platform contradicts what was read or sent, so nothing more was written.',
    wayOut: 'Plan again; if it happens again, report it to the platform.',
  },
  'kept-otherwise': {
    severity: 'warning',
    means: 'The platform stores a text in another form than Bylaw sent.',
    wayOut: 'Write it as the platform stores it.',
  },
  'live-changed': {
    severity: 'error',
    means: 'The live object changed between plan and apply (412), so it was left as it is.',
    wayOut: 'Plan again and review what changed.',
  },
  'unknown-live-organization': {
    severity: 'error',
    means: 'The platform has no such organization (404).',
    wayOut: 'Check organization in bylaw.yaml.',
  },
  'list-unknown': {
    severity: 'error',
    means: 'A list of the platform could not be read, while others could. What is in it is not known.',
    wayOut:
      'Give the token the permission that the message names; until then nothing in that list is touched.',
  },
  'partly-made': {
    severity: 'warning',
    means: 'A change takes several requests on the platform, and one of them failed after others were made.',
    wayOut: 'Apply again: what was made is not made twice.',
  },
} as const satisfies Readonly<Record<string, CodeRow>>;
