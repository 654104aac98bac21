import { posix } from 'node:path';
import ts from 'typescript';
import { fencesIn, type Fence } from '../markdown/fences.ts';
import type { Repository } from '../repository.ts';
import type { Fault } from './fault.ts';

interface Example {
  readonly page: string;
  readonly fence: Fence;
  /** A file beside the page, so that packages and relative imports are found as from there. */
  readonly file: string;
  readonly text: string;
  /** Lines of the text before the code of the fence begins. */
  readonly givenLines: number;
}

/**
 * Blocks of TypeScript that do not compile, and of JavaScript that do not parse. A block is taken by itself, with what
 * a comment `<!-- given … -->` above it declares; or it is an excerpt of a file beside its page, which is compiled anyway.
 */
export function fenceFaults(pages: readonly string[], repository: Repository): Fault[] {
  const examples = pages.flatMap((page) => examplesOf(page, repository));
  const texts = new Map(examples.map(({ file, text }) => [file, text]));
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: compilerOptions(repository),
    host: hostWith(texts, compilerOptions(repository)),
  });
  return examples.flatMap((example) => faultsOf(example, program));
}

function examplesOf(page: string, repository: Repository): Example[] {
  const folder = posix.dirname(page);
  return [...fencesIn(repository.read(page))].flatMap((fence) => {
    const extension = { ts: 'ts', typescript: 'ts', tsx: 'tsx', js: 'js', javascript: 'js' }[fence.language];
    if (extension === undefined || isExcerpt(fence.code, folder, repository)) return [];
    const given = fence.given === '' ? '' : `${fence.given}\n`;
    return {
      page,
      fence,
      file: posix.join(repository.root, folder, `${posix.basename(page, '.md')}-line-${fence.line}.${extension}`),
      // A module, whatever it imports: what one example declares is not there for the next.
      text: `${given}${fence.code}\nexport {};\n`,
      givenLines: given.split('\n').length - 1,
    };
  });
}

/** Whether the lines stand together, in order, in a source beside the page; `…` is what was left out. */
function isExcerpt(code: string, folder: string, repository: Repository): boolean {
  const parts = code.split(/^\s*(?:\/\/ )?…\s*$/m).map(bare);
  return repository
    .list(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => bare(repository.read(posix.join(folder, name))))
    .some((source) => {
      let from = 0;
      return parts.every((part) => {
        const at = source.indexOf(part, from);
        from = at + part.length;
        return at >= 0;
      });
    });
}

const bare = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('// leak:'))
    .join('\n');

function faultsOf({ page, fence, file, givenLines }: Example, program: ts.Program): Fault[] {
  const source = program.getSourceFile(file);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return found.map(({ start = 0, messageText }) => {
    const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) - givenLines;
    return {
      file: page,
      line: line < 0 ? fence.line - 1 : fence.line + line,
      message: `the code does not compile: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    };
  });
}

/** Those of the workspace, but for its sources: packages are taken as they are built, which is what a reader has. */
function compilerOptions(repository: Repository): ts.CompilerOptions {
  const { options } = ts.parseJsonConfigFileContent(
    {
      extends: './tsconfig.base.json',
      compilerOptions: {
        composite: false,
        noEmit: true,
        allowJs: true,
        customConditions: [],
        noUnusedLocals: false,
        noUnusedParameters: false,
        types: ['node', 'jest'],
      },
      files: [],
    },
    ts.sys,
    repository.root,
  );
  return options;
}

function hostWith(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, language, ...rest) => {
      const text = texts.get(file);
      return text === undefined
        ? host.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, text, language, true);
    },
  };
}
