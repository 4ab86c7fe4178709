import { userInfo, type UserInfo } from 'node:os';

/**
 * The account of whoever runs this process. A uid needs none: `docker run --user 1234` and `sudo -u '#1234'` make
 * processes without one.
 */
export function ownAccount(): UserInfo<string> | undefined {
  try {
    return userInfo();
  } catch {
    return undefined;
  }
}
