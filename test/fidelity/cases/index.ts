import type { Case } from '../case.ts';
import { exitStatus } from './exit-status.ts';

export const CASES: readonly Case[] = [...exitStatus];
