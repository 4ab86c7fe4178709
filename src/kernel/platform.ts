/** The machines that Tackle runs tools on, as OCI spells them. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

export type Platform = (typeof PLATFORMS)[number];
