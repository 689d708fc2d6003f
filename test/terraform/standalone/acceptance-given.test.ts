import { acceptance } from './acceptance.ts';

acceptance(['bylaw_assignment', 'bylaw_roster']);
