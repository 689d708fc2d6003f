import { describe } from 'vitest';
import { contract } from '../contract.ts';
import { githubHarness } from '../github-harness.ts';

describe('github', () => contract('github', githubHarness));
