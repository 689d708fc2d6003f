const DOCUMENTATION = 'https://docs.github.com/rest';

/** What GitHub says instead of doing it. */
export class GithubRefusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { readonly errors?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    const errors = more.errors === undefined ? {} : { errors: more.errors };
    this.body = { message, ...errors, documentation_url: DOCUMENTATION, status: String(status) };
    this.headers = more.headers ?? {};
  }
}

export function notFound(): GithubRefusal {
  return new GithubRefusal(404, 'Not Found');
}

export function forbidden(message: string): GithubRefusal {
  return new GithubRefusal(403, message);
}

/** 422 in the form of GitHub's validation errors. */
export function validationFailed(
  resource: string,
  field: string,
  code: string,
  message?: string,
): GithubRefusal {
  const error = { resource, field, code, ...(message === undefined ? {} : { message }) };
  return new GithubRefusal(422, 'Validation Failed', { errors: [error] });
}
