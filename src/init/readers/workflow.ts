import type { Written } from '../../config/written.ts';
import { entriesOf, itemsOf } from '../../config/written.ts';
import { documentOf, valueUnder, wordOf } from '../document.ts';
import type { Fact, Finding, Reader } from '../finding.ts';
import { eitherOf, readNumber, readWish, type Wish } from '../wish.ts';

/** Actions that set up a tool, and the input that says its version. */
const ACTIONS: Readonly<Record<string, readonly (readonly [tool: string, input: string])[]>> = {
  'actions/setup-python': [['python', 'python-version']],
  'actions/setup-node': [['node', 'node-version']],
  'actions/setup-go': [['go', 'go-version']],
  'actions/setup-java': [['java', 'java-version']],
  'ruby/setup-ruby': [['ruby', 'ruby-version']],
  'shivammathur/setup-php': [['php', 'php-version']],
  'dtolnay/rust-toolchain': [['rust', 'toolchain']],
  'actions-rs/toolchain': [['rust', 'toolchain']],
  'erlef/setup-beam': [
    ['elixir', 'elixir-version'],
    ['erlang', 'otp-version'],
  ],
  'hashicorp/setup-terraform': [['terraform', 'terraform_version']],
  'haskell-actions/setup': [['haskell', 'ghc-version']],
  'r-lib/actions/setup-r': [['r', 'r-version']],
  'julia-actions/setup-julia': [['julia', 'version']],
  'azure/setup-kubectl': [['kubectl', 'version']],
  'xu-cheng/latex-action': [['latex', 'texlive_version']],
  'denoland/setup-deno': [['deno', 'deno-version']],
  'oven-sh/setup-bun': [['bun', 'bun-version']],
  'actions/setup-dotnet': [['dotnet', 'dotnet-version']],
};

/** More values of a matrix than any project tests with. */
const MOST = 64;

/** A workflow of GitHub's: the steps of its jobs that set up tools. */
export const workflow: Reader = (file) => {
  const document = documentOf(file);
  if (document === undefined) return [];
  if (document.kind === 'fault') return [document];
  return entriesOf(valueUnder(document, 'jobs')).flatMap(({ value: job }) =>
    itemsOf(valueUnder(job, 'steps')).flatMap((step) => findingsOf(step, job, document)),
  );
};

function findingsOf(step: Written, job: Written, document: Written): readonly Finding[] {
  const uses = valueUnder(step, 'uses');
  const [action = '', ref = ''] = (wordOf(uses) ?? '').split('@');
  const known = Object.hasOwn(ACTIONS, action) ? (ACTIONS[action] ?? []) : [];
  return known.flatMap(([tool, input]): readonly Finding[] => {
    const given = valueUnder(step, 'with', input);
    // `dtolnay/rust-toolchain@1.89` says it by its own version.
    const said = given ?? (action === 'dtolnay/rust-toolchain' ? uses : undefined);
    if (said === undefined) return [];
    const texts = given === undefined ? [ref] : textsOf(given, job, document);
    const { place } = said;
    if (texts.length === 0) {
      const text = wordOf(given) ?? '';
      return [
        { kind: 'fault', says: `asks for \`${text}\`, which only GitHub can work out`, place },
      ];
    }
    const wishes = texts.flatMap((text): Wish[] => {
      const wish = readWish(text) ?? readNumber(text);
      return wish ? [wish] : [];
    });
    const wish = eitherOf(wishes);
    const says = `tests with ${texts.join(', ')}`;
    const fact: Fact = { kind: 'fact', tool, ...(wish && { wish }), says, place, voice: 'ci' };
    return [fact];
  });
}

/** What an input stands for: itself, its lines, the values of a matrix, a variable of the job or of the workflow. */
function textsOf(given: Written, job: Written, document: Written): readonly string[] {
  const text = wordOf(given) ?? '';
  const [, where, name = ''] = /^\$\{\{\s*(matrix|env)\.([A-Za-z0-9_-]+)\s*\}\}$/.exec(text) ?? [];
  if (where === 'matrix') {
    const matrix = valueUnder(job, 'strategy', 'matrix');
    const more = itemsOf(valueUnder(matrix, 'include')).map((each) => valueUnder(each, name));
    return plain([...itemsOf(valueUnder(matrix, name)), ...more]);
  }
  if (where === 'env') {
    return plain([valueUnder(job, 'env', name) ?? valueUnder(document, 'env', name)]);
  }
  if (given.kind === 'list') return plain(given.items);
  return text.includes('${{') ? [] : text.split('\n').filter((line) => line.trim() !== '');
}

function plain(values: readonly (Written | undefined)[]): readonly string[] {
  const texts = values.flatMap((value) => wordOf(value) ?? []);
  return [...new Set(texts)].filter((text) => !text.includes('${{')).slice(0, MOST);
}
