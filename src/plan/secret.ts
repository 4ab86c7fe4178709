const NAME = /TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|_AUTH$|_KEY$|_PAT$/i;

/** `https://user:password@host/`. */
const PASSWORD_IN_URL = /\/\/[^\s/@]*:[^\s@]*@/;

/** A proxy may be written without a scheme: `user:password@proxy:3128`. */
const PROXY = /_proxy$/i;

/**
 * Whether a variable is likely to hold a secret, by its name or by a password in its value. A printed plan
 * ends up in terminals, logs and bug reports: such a value is launched with and never printed.
 */
export function isSecret(name: string, value: string): boolean {
  return (
    NAME.test(name) || PASSWORD_IN_URL.test(value) || (PROXY.test(name) && value.includes('@'))
  );
}
