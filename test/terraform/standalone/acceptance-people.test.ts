import { acceptance } from './acceptance.ts';

acceptance(['bylaw_group', 'bylaw_member']);
