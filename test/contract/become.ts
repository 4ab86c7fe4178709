import type { PlanUser } from '../../src/plan/launch-plan.ts';

/**
 * Makes this process act as another user, as a launcher of that user's would: files it makes are
 * theirs, sockets open to it are those open to them. Only root can; gives the way back.
 */
export function become({ uid, gid, groups }: Pick<PlanUser, 'uid' | 'gid' | 'groups'>): () => void {
  const { geteuid, getegid, getgroups, seteuid, setegid, setgroups } = process;
  if (!geteuid || !getegid || !getgroups || !seteuid || !setegid || !setgroups) {
    throw new Error('this platform has no user ids');
  }
  const before = { uid: geteuid(), gid: getegid(), groups: getgroups() };
  if (before.uid === uid) return () => undefined;
  setgroups([...groups]);
  setegid(gid);
  seteuid(uid);
  return () => {
    seteuid(before.uid);
    setegid(before.gid);
    setgroups(before.groups);
  };
}
