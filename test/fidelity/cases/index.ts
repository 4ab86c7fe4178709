import type { Case } from '../case.ts';
import { exitStatus } from './exit-status.ts';
import { paths } from './paths.ts';

export const CASES: readonly Case[] = [...exitStatus, ...paths];
