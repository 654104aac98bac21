// What GitHub's own parser says against an action or a workflow: `node --import tsx problems.mjs action|workflow file`, as the parser
// imports JSON as a bundler would.
import { readFileSync } from 'node:fs';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';

const [kind, path] = process.argv.slice(2);
const parse = kind === 'action' ? parseAction : parseWorkflow;
const { context } = parse({ name: path, content: readFileSync(path, 'utf8') }, new NoOperationTraceWriter());
for (const { message } of context.errors.getErrors()) console.log(message);
