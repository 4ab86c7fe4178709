/** Which paths of a build context stay behind. */
export interface IgnoreRules {
  /** Whether the path, relative to the context and with `/` between its parts, stays behind. */
  excludes(path: string): boolean;
  /** Whether something below an excluded directory may still be wanted, by a `!` rule. */
  readonly hasExceptions: boolean;
}

interface Rule {
  readonly exception: boolean;
  readonly pattern: RegExp;
}

/**
 * Reads a `.dockerignore` as the engine's own programs do (github.com/moby/patternmatcher): one
 * pattern a line, the last one that matches a path or a directory above it decides.
 *
 * An exception that begins with two stars reaches below excluded directories, as the documentation and
 * BuildKit have it; the classic `docker build` does not look there.
 *
 * Throws a SyntaxError whose message names the pattern that is none.
 */
export function readDockerignore(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const rules = lines.filter((line) => !line.startsWith('#')).flatMap(readRule);
  return {
    excludes: (path) => isExcluded(rules, path),
    hasExceptions: rules.some((rule) => rule.exception),
  };
}

function readRule(line: string): readonly Rule[] {
  const trimmed = line.trim();
  const exception = trimmed.startsWith('!');
  const written = exception ? trimmed.slice(1).trim() : trimmed;
  if (written === '') {
    if (exception) throw new SyntaxError('`!` excludes nothing: a pattern has to follow it');
    return [];
  }
  return [{ exception, pattern: compile(cleaned(written), trimmed) }];
}

/** Go's `filepath.Clean`, and no leading slash: every pattern starts at the context. */
function cleaned(pattern: string): string {
  const kept: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (part !== '..' || !pattern.startsWith('/')) kept.push(part);
  }
  return kept.length === 0 ? '.' : kept.join('/');
}

function isExcluded(rules: readonly Rule[], path: string): boolean {
  const parts = path.split('/');
  const pathAndParents = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  let excluded = false;
  for (const { exception, pattern } of rules) {
    if (exception !== excluded) continue;
    if (pathAndParents.some((one) => pattern.test(one))) excluded = !exception;
  }
  return excluded;
}

const TOKEN = /(?<rest>\*\*$)|\*\*\/?|\*|\?|\\(?<escaped>.)|\\$|\[[^\]]+\]|./gsu;

function compile(pattern: string, written: string): RegExp {
  const source = pattern.replace(TOKEN, (token, ...more: unknown[]) => {
    const { rest, escaped } = more.at(-1) as { rest?: string; escaped?: string };
    if (rest !== undefined) return '.*';
    if (token.startsWith('**')) return '(.*/)?';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (escaped !== undefined) return literal(escaped);
    if (token.length > 1 && token.startsWith('[')) return characterClass(token);
    if (token === '[' || token === '\\') {
      throw new SyntaxError(`\`${written}\` is no pattern: \`${token}\` is not completed`);
    }
    return literal(token);
  });
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    throw new SyntaxError(`\`${written}\` is no pattern`);
  }
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
}

/** `[a-c]`, `[^a-c]`; within, only `-`, a leading `^` and `\` mean something. */
function characterClass(token: string): string {
  const inside = token.slice(1, -1);
  const negated = inside.startsWith('^');
  const members = (negated ? inside.slice(1) : inside).replace(/[[\]^]/gu, '\\$&');
  return `[${negated ? '^' : ''}${members}]`;
}
