// What the compiler says of a file after a rewrite that it did not say before. Independent of the check in `fix` itself.
import ts from 'typescript';

const options = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  esModuleInterop: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
  lib: ['lib.es2023.d.ts'],
  types: [],
  noResolve: true,
};
const parsed = new Map();

/** Problems as `{ kind: 'syntax' | 'type', file, message }`. */
export function compileProblems(file, before, after) {
  const known = problemsIn(file, before).map(({ message }) => message);
  return problemsIn(file, after).filter(({ message }) => {
    const place = known.indexOf(message);
    if (place >= 0) known.splice(place, 1);
    return place < 0 && !isUnresolved(message);
  });
}

function problemsIn(file, text) {
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) => {
    if (name === file) return ts.createSourceFile(name, text, target, true);
    if (!parsed.has(name)) parsed.set(name, readSource(name, target));
    return parsed.get(name);
  };
  const program = ts.createProgram({ rootNames: [file], options, host });
  const source = program.getSourceFile(file);
  // A `.js` file with types in it (Flow) has the same complaints before and after.
  const syntax = program.getSyntacticDiagnostics(source);
  const types = syntax.length > 0 ? [] : program.getSemanticDiagnostics(source);
  const said = (kind) => (diagnostic) => ({
    kind,
    file,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  });
  return [...syntax.map(said('syntax')), ...types.map(said('type'))];
}

/** No module is resolved here, and Node's own types are not there: what is only unknown is no error of the rewrite. */
function isUnresolved(message) {
  return /cannot find module|cannot find namespace|could not find a declaration/i.test(message) || isGlobal(message);
}

function isGlobal(message) {
  const name = /^Cannot find name '(\w+)'/.exec(message)?.[1];
  return name !== undefined && Object.hasOwn(globalThis, name);
}
