/** What other programs call the tools of the catalogue. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  nodejs: 'node',
  golang: 'go',
  python3: 'python',
  cpython: 'python',
  openjdk: 'java',
  temurin: 'java',
  'eclipse-temurin': 'java',
  amazoncorretto: 'java',
  jdk: 'java',
  rlang: 'r',
  'r-base': 'r',
  'r-ver': 'r',
  ghc: 'haskell',
  texlive: 'latex',
  'typescript-node': 'node',
  'javascript-node': 'node',
  otp: 'erlang',
};

/** The tool by the name of the catalogue. */
export function toolNamed(name: string): string {
  const plain = name.toLowerCase().replace(/^core:/, '');
  return Object.hasOwn(KNOWN_AS, plain) ? (KNOWN_AS[plain] ?? plain) : plain;
}

/** Images that are called what their tool is called, and whose tags begin with its version. */
const IMAGES: readonly string[] = [
  ...['python', 'node', 'golang', 'rust', 'ruby', 'php', 'perl', 'elixir', 'erlang', 'haskell'],
  ...['julia', 'gcc', 'maven', 'openjdk', 'eclipse-temurin', 'amazoncorretto', 'r-base', 'r-ver'],
  ...['texlive', 'typescript-node', 'javascript-node', 'go', 'java', 'swipl'],
];

/** The tool that an image of this repository (`library/python`, `devcontainers/go`) is made for. */
export function toolOfImage(repository: string): string | undefined {
  const name = repository.split('/').at(-1) ?? '';
  return IMAGES.includes(name) ? toolNamed(name) : undefined;
}
