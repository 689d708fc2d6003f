/** A place in the request body that is wrong. */
export interface ProblemPlace {
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemExtras {
  readonly errors?: readonly ProblemPlace[];
  readonly existing?: { readonly id: string };
  readonly headers?: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A refusal. Thrown, because the transaction it happens in has to be rolled back whatever depth it comes from. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly extras: ProblemExtras;

  constructor(status: number, code: string, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }

  /** The body as RFC 9457 has it. */
  toJSON(): object {
    const { errors, existing } = this.extras;
    return {
      type: `urn:bylaw:problem:${this.code}`,
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(errors && errors.length > 0 ? { errors } : {}),
      ...(existing ? { existing } : {}),
    };
  }
}

/** The request is well formed and breaks a rule, at `pointer` of its body when the body is to blame. */
export function invalidProblem(code: string, detail: string, pointer?: string): ApiProblem {
  return new ApiProblem(422, code, detail, pointer === undefined ? {} : { errors: [{ pointer, detail }] });
}

export function conflictProblem(code: string, detail: string): ApiProblem {
  return new ApiProblem(409, code, detail);
}

/** Says which object is in the way, so that a caller whose first answer got lost can adopt it. */
export function alreadyExistsProblem(what: string, id: string): ApiProblem {
  return new ApiProblem(409, 'already-exists', `${what} already exists`, { existing: { id } });
}

export function notFoundProblem(what: string): ApiProblem {
  return new ApiProblem(404, 'not-found', `no such ${what}`);
}
