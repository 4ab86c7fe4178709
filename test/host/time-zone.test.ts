import { existsSync, realpathSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { timeZoneFile } from '../../src/host/time-zone.ts';

const UTC = '/usr/share/zoneinfo/Etc/UTC';

describe('the time zone file', () => {
  it.runIf(existsSync(UTC))('is the one that TZ names', () => {
    const file = realpathSync(UTC);
    for (const tz of ['Etc/UTC', ':Etc/UTC', UTC]) {
      expect(timeZoneFile(tz)).toBe(file);
    }
  });

  it.runIf(existsSync('/usr/share/zoneinfo/Universal'))('is that of UTC for an empty TZ', () => {
    expect(timeZoneFile('')).toBe(realpathSync('/usr/share/zoneinfo/Universal'));
  });

  it.each([':', 'CET-1CEST', 'Nowhere/Land', '../../../etc/passwd', 'Etc'])(
    'is none for a TZ of %j',
    (tz) => {
      expect(timeZoneFile(tz)).toBeUndefined();
    },
  );
});
