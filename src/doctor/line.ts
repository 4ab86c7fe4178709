/**
 * One thing that was looked at. `fault`: launches here fail by it, or will soon. `warning`: something does not work as
 * well as it could.
 */
export interface Line {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly says: string;
  /** What to do about it, with a command to type. */
  readonly mend?: string;
}

export function fine(subject: string, says: string): Line {
  return { subject, state: 'ok', says };
}

export function warning(subject: string, says: string, mend: string | undefined): Line {
  return { subject, state: 'warning', says, ...(mend !== undefined && { mend }) };
}

export function fault(subject: string, says: string, mend: string | undefined): Line {
  return { subject, state: 'fault', says, ...(mend !== undefined && { mend }) };
}
