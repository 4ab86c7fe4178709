/** What container engines give a tool whose image says nothing else. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The variables that an image's config asks for (`config.Env` of `application/vnd.oci.image.config.v1+json`). */
export function imageEnvironment(config: unknown): Readonly<Record<string, string>> {
  const inner = fieldOf(config, 'config');
  const words = fieldOf(inner, 'Env');
  const variables = (Array.isArray(words) ? words : []).flatMap((word): [string, string][] => {
    const [, name, value] = typeof word === 'string' ? (/^([^=]+)=([^]*)$/.exec(word) ?? []) : [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return { PATH, ...Object.fromEntries(variables) };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
