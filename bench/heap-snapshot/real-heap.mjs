// Writes a heap snapshot of a real application at work: the TypeScript compiler with a checked program in memory.
//
//   node real-heap.mjs <file> [sources]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import ts from 'typescript';

const [file, mostSources = '400'] = process.argv.slice(2);
const folder = join(import.meta.dirname, 'node_modules/chrome-devtools-frontend/front_end');
const sources = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => /(?<!\.d|\.test)\.ts$/.test(name))
  .sort()
  .slice(0, Number(mostSources));

const program = ts.createProgram(
  sources.map((name) => join(folder, name)),
  { noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, types: [] },
);
const checker = program.getTypeChecker();
for (const source of program.getSourceFiles()) program.getSemanticDiagnostics(source);
writeHeapSnapshot(file);
console.log(
  JSON.stringify({
    sourceFiles: program.getSourceFiles().length,
    typeCount: program.getTypeCount(),
    isChecked: Boolean(checker),
  }),
);
