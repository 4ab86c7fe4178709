/** `LANG` and the categories; `LANGUAGE` is a list of message catalogues and passes as it is. */
export function isLocaleVariable(name: string): boolean {
  return name === 'LANG' || name.startsWith('LC_');
}

/**
 * The caller's locale as any image can serve it. Images have `C`, `POSIX` and `C.UTF-8` and rarely
 * another; with one that is missing, perl warns on stderr and everything falls back to ASCII. So every
 * UTF-8 locale becomes `C.UTF-8`, and every other one `C`.
 */
export function portableLocale(locale: string): string {
  if (locale === '' || locale === 'C' || locale === 'POSIX') return locale;
  return /\.utf-?8(?:@|$)/i.test(locale) ? 'C.UTF-8' : 'C';
}
