const SECRET = /TOKEN|SECRET|PASSW|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|_AUTH$|_KEY$|_PAT$/i;

/**
 * Whether a variable of this name is likely to hold a secret. A printed plan ends up in terminals, logs and
 * bug reports: such a value is launched with and never printed.
 */
export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}
