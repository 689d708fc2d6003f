import { GraphQLError } from 'graphql';

/** An error in GitHub's form, which has a `type` beside the message. */
export class GithubGraphqlError extends GraphQLError {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Errors of the language itself have no type. */
export function errorJson(error: GraphQLError): object {
  const cause = error instanceof GithubGraphqlError ? error : error.originalError;
  const type = cause instanceof GithubGraphqlError ? { type: cause.type } : {};
  const { message, path, locations } = error.toJSON();
  return {
    ...type,
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}
