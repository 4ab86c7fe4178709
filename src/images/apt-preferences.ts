import type { ExactPackage } from '../lock/exact.ts';

/**
 * For apt: nothing but these, and each in that version (apt_preferences(5): above 1000 even where a newer one is
 * installed, below 0 never).
 */
export function aptPreferences(packages: readonly ExactPackage[]): string {
  const pins = packages.map(
    ({ name, version }) => `Package: ${name}\nPin: version ${version}\nPin-Priority: 1001\n`,
  );
  return ['Package: *\nPin: release *\nPin-Priority: -1\n', ...pins].join('\n');
}
