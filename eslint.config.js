import tseslint from 'typescript-eslint';

/** Rooms that compute and never act: they see no process, no files, no clock, no network. */
const PURE = ['kernel', 'config', 'catalog', 'lock', 'plan', 'init', 'trust'];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'examples/',
      'node_modules/',
      '.cache/',
      'schema/',
      'test/fixtures/',
      '**/*.mjs',
      '**/*.cjs',
      'bin/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreUsingDeclarations: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'exit',
          message: 'The exit status is chosen in cli/exit-status.ts; set process.exitCode there.',
        },
      ],
    },
  },
  {
    files: PURE.map((room) => `src/${room}/**/*.ts`),
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'console'].map(
          (name) => ({
            name,
            message:
              'A pure room computes values; effects live in host, images, engines, session, cli.',
          }),
        ),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "NewExpression[callee.name='Date'][arguments.length=0], MemberExpression[object.name='Date'][property.name='now'], MemberExpression[object.name='Math'][property.name='random']",
          message: 'A pure room has no clock and no dice: take the value as an argument.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^node:(?!crypto$)',
              message:
                'A pure room sees nothing of the machine; gather it in src/host and pass it in.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
);
