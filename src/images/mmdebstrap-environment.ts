type Environment = Readonly<Record<string, string | undefined>>;

/** apt reads these, in lower case. */
const PROXIES = ['http_proxy', 'https_proxy', 'no_proxy'];

/**
 * Debian's own programs and no others: a caller's PATH may lead to shims, and an ordinary user's often
 * lacks root's directories.
 */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * All that mmdebstrap, apt and the packages' own scripts see of the environment: nothing of the
 * caller's that could leave a trace in the image.
 *
 * With `SOURCE_DATE_EPOCH`, besides the times of files, Python byte code is checked by content instead
 * of by time, and TeX formats (`FORCE_SOURCE_DATE`) do not carry the hour. `PERL_HASH_SEED` makes Perl's scripts walk
 * their tables in one order: `fmtutil` makes formats in it, and each finds what the one before has left.
 */
export function mmdebstrapEnvironment(
  caller: Environment,
  directory: string,
  epoch: number,
): Readonly<Record<string, string>> & { readonly PATH: string } {
  const proxies = PROXIES.flatMap((name) => {
    const value = caller[name] ?? caller[name.toUpperCase()];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(proxies),
    PATH,
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    TMPDIR: directory,
    SOURCE_DATE_EPOCH: String(epoch),
    FORCE_SOURCE_DATE: '1',
    PERL_HASH_SEED: '0',
  };
}
