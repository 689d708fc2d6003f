import { acceptance } from './acceptance.ts';

acceptance(['bylaw_scope', 'bylaw_role']);
