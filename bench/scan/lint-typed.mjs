// Lints a folder as typescript-eslint recommends with types, and says what it took, as one line of JSON.
//
//   node lint-typed.mjs <folder>
import { ESLint } from 'eslint';
import { configs } from 'typescript-eslint';

const [folder] = process.argv.slice(2);
const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    ...configs.recommendedTypeChecked,
    { languageOptions: { parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: folder } } },
  ],
});
const results = await eslint.lintFiles(['src/**/*.{ts,js}']);
const parsed = results.filter(({ fatalErrorCount }) => fatalErrorCount === 0);
console.log(
  JSON.stringify({ files: parsed.length, problems: results.reduce((sum, each) => sum + each.messages.length, 0) }),
);
