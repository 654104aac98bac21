/** Every file of a cause, by its path. What is to be written says so, and fails until it is. */
export function causeFiles(id: string, title: string): Readonly<Record<string, string>> {
  const name = camelCase(id);
  const [cause, rule] = [`libs/catalog/src/causes/${id}`, `tools/codemods/src/rules/${id}`];
  return {
    [`${cause}/cause.ts`]: `import { defineCause } from '../../cause.ts';

export const ${name} = defineCause({
  id: '${id}',
  title: '${capitalised(title)}',
  category: 'collection',
  mechanism: 'What keeps what, and why it is never let go, in a sentence.',
  article: 2,
  evidence: {
    growing: 'Object',
    sink: 'Map',
    retainingPath: ['kept'],
    signal: 'heap-after-gc',
  },
  workload: { path: '/${id}/{n}', requests: 2_000 },
});
`,
    [`${cause}/leaky.ts`]: `import express from 'express';

const kept = new Map<string, object>();

export const router = express.Router();

router.get('/${id}/:n', (req, res) => {
  // leak: ${id}
  kept.set(req.params.n, { at: Date.now() });
  res.json({ kept: req.params.n });
});
`,
    [`${cause}/fixed.ts`]: `import express from 'express';

export const router = express.Router();

router.get('/${id}/:n', (req, res) => {
  res.json({ kept: req.params.n });
});
`,
    [`${cause}/exercise.ts`]: `import { defineExercise } from '../../exercise.ts';

export const ${name}Exercise = defineExercise({
  difficulty: 1,
  story: 'What somebody in charge of the server would tell, and never the cause.',
  hints: ['What is seen.', 'Where it is kept.', 'Which line puts it there.'],
  rightFix: { title: 'What is done', why: 'Why it is enough.' },
  wrongFixes: [
    { id: 'first', title: 'What a colleague would try', why: 'Why it does not do.', outcome: { kind: 'still-leaking' } },
    { id: 'second', title: 'What another would try', why: 'Why it does not do.', outcome: { kind: 'still-leaking' } },
  ],
});
`,
    [`${cause}/README.md`]: `## What happens\n\n## How it shows\n\n## How to fix it\n\n## When it is no leak\n`,
    [`${cause}/lesson.md`]: `# Lesson: ${title}

## 1. Reproduce

Start the server with this cause alone, in one terminal:

\`\`\`sh
node apps/leaky-server/dist/main.js --cause ${id}
\`\`\`

## 2. Measure

## 3. Find the sink

## 4. Fix

## 5. Prove
`,
    [`${rule}/rule.ts`]: `import { insertionText } from '../../analysis/insertions.ts';
import type { Rule } from '../../rule.ts';

/** ${capitalised(title)}. */
export const ${name}: Rule<'${id}'> = {
  cause: '${id}',
  gate: insertionText,
  *detect() {
    // The specs of the rules fail until the marked line of \`leaky.ts\` is found here.
  },
};
`,
    [`${rule}/rule.spec.ts`]: `test.todo('what the pair does not show');
`,
  };
}

export function camelCase(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
