import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { GithubGraphqlError } from './graphql-failure.ts';

export interface GithubQueryCost {
  /** Points of the primary limit. */
  readonly points: number;
  /** Nodes that the query may return at most. */
  readonly nodes: number;
}

/**
 * "Add up the number of requests needed to fulfill each unique connection in the call …, divide by 100 and round", and
 * at least 1.
 */
export function queryCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GithubQueryCost {
  let requests = 0;
  let nodes = 0;
  const visit = (set: SelectionSetNode, type: GraphQLNamedType, times: number): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) visitField(selection, type, times);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const name = selection.typeCondition?.name.value;
        visit(selection.selectionSet, (name && schema.getType(name)) || type, times);
      } else {
        const fragment = document.definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
        );
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) continue;
        visit(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value) ?? type, times);
      }
    }
  };
  const visitField = (field: FieldNode, type: GraphQLNamedType, times: number): void => {
    const known =
      isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name.value] : undefined;
    if (known === undefined || field.selectionSet === undefined) return;
    const named = getNamedType(known.type);
    if (!named.name.endsWith('Connection')) {
      visit(field.selectionSet, named, times);
      return;
    }
    const size = pageSize(field, variables);
    requests += times;
    nodes += times * size;
    visit(field.selectionSet, named, times * size);
  };
  const root = schema.getRootType(operation.operation);
  if (root) visit(operation.selectionSet, root, 1);
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}

/** "Clients must supply a `first` or `last` argument on any connection. Values must be within 1-100." */
function pageSize(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const { value: name } = field.name;
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const { value } = argument;
    const size =
      value.kind === Kind.VARIABLE ? variables[value.name.value] : 'value' in value ? value.value : null;
    if (size === null || size === undefined) continue;
    if (Number(size) >= 1 && Number(size) <= 100) return Number(size);
    const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`;
    throw new GithubGraphqlError('EXCESSIVE_PAGINATION', message);
  }
  const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
  throw new GithubGraphqlError('MISSING_PAGINATION_BOUNDARIES', message);
}

export function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (name === undefined || definition.name?.value === name) return definition;
  }
  throw new GraphQLError('No operation to execute');
}
