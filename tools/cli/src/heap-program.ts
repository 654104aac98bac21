import type { Command } from 'commander';
import { CodedError } from '@watertight/evidence';
import type { HeapQuestion } from './commands/heap.ts';
import { diffOf, diffOrders, type DiffOrder } from './heap/diff.ts';
import { dominatorsIn } from './heap/dominators.ts';
import { growthOf } from './heap/growth.ts';
import { retainersIn, type RetainersQuery } from './heap/retainers.ts';
import { stringsIn } from './heap/strings.ts';
import { summaryOf } from './heap/summary.ts';
import { examples } from './options/examples.ts';
import type { ReporterName, ReporterTarget } from './options/reporter.ts';
import { oneOf, positiveInteger } from './options/values.ts';
import { withReporter } from './options/with-reporter.ts';

interface Flags {
  readonly top: number;
  readonly quiet?: boolean;
  readonly showStrings?: boolean;
  readonly reporter?: readonly ReporterTarget[];
}

type Ask = (question: HeapQuestion & { readonly reporters: readonly ReporterTarget[] }) => Promise<void>;

/** `heap summary|diff|growth|retainers|dominators|strings`: each ends in one question about one or more snapshots. */
export function addHeapCommands(program: Command, ask: Ask): void {
  const heap = program
    .command('heap')
    .summary('ask heap snapshots: what is in them, what keeps it, what grew')
    .description(
      'Reads heap snapshots, packed by gzip or not, and answers questions about them. Node writes them with ' +
        '--heapsnapshot-signal=SIGUSR2 or v8.writeHeapSnapshot(); Chrome saves them in its Memory panel.',
    );

  withCommon(heap.command('summary').argument('<file>'), { top: 20 })
    .summary('totals, classes, largest objects, packages')
    .description('Tells how much is in a heap, of which classes and packages, and which objects hold the most of it.')
    .addHelpText(
      'after',
      examples('watertight heap summary app.heapsnapshot', 'watertight heap summary app.heapsnapshot.gz --top 50'),
    )
    .action((file: string, flags: Flags) =>
      ask({
        ...common([file], flags),
        answer: ([snapshot]) => ({ kind: 'heap-summary', result: summaryOf(file, snapshot!, texts(flags)) }),
      }),
    );

  withCommon(heap.command('diff').argument('<before>').argument('<after>'), { top: 20 })
    .summary('what came and what went, by class')
    .description('Compares two snapshots of one process by class: objects that are new, that went, and their bytes.')
    .option(
      '--by <order>',
      `what comes first: those that gained the most ${diffOrders.join(' or ')}`,
      oneOf('--by', diffOrders),
      'bytes',
    )
    .addHelpText(
      'after',
      examples(
        'watertight heap diff before.heapsnapshot after.heapsnapshot',
        'watertight heap diff before.heapsnapshot after.heapsnapshot --by objects',
      ),
    )
    .action((before: string, after: string, flags: Flags & { readonly by: DiffOrder }) =>
      ask({
        ...common([before, after], flags),
        answer: ([first, second]) => ({ kind: 'heap-diff', result: diffOf([first!, second!], [before, after], flags) }),
      }),
    );

  withCommon(heap.command('growth').argument('<before>').argument('<after>').argument('[later...]'), { top: 10 })
    .summary('where objects pile up, and what holds them')
    .description(
      'Names the long-lived objects that gained others between snapshots of one process. Of two snapshots it tells what ' +
        'grew; of three and more what grew every time, which warming up does not. Ends with 1 where something did.',
    )
    .option('--min-objects <n>', 'the fewest new objects in a step to speak of', positiveInteger('--min-objects'))
    .addHelpText(
      'after',
      examples(
        'watertight heap growth 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot',
        'watertight heap growth 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot --min-objects 500 --reporter json',
      ),
    )
    .action((before: string, after: string, later: string[], flags: Flags & { readonly minObjects?: number }) => {
      const files = [before, after, ...later];
      return ask({
        ...common(files, flags),
        answer: (snapshots) => ({ kind: 'heap-growth', result: growthOf(files, snapshots, texts(flags)) }),
      });
    });

  withCommon(heap.command('retainers').argument('<file>'), { top: 3, more: ['svg', 'dot'] })
    .summary('what keeps an object, up to a GC root')
    .description(
      'Finds objects by class, id or name and shows the path of references that keeps each of those that retain the most. ' +
        'The picture shows all ways by which the first of them is kept.',
    )
    .option('--class <name>', 'objects of this class')
    .option('--id <id>', 'the object with this id, as other commands show it behind @', positiveInteger('--id'))
    .option('--name <text>', "objects in whose name this text is: a function's, a string's")
    .option('--paths <k>', 'how many ways to show for each object', positiveInteger('--paths'), 1)
    .addHelpText(
      'after',
      examples(
        'watertight heap retainers app.heapsnapshot --class ServerResponse',
        'watertight heap retainers app.heapsnapshot --id 54321 --paths 3',
        'watertight heap retainers app.heapsnapshot --class Session --reporter svg=session.svg',
        'watertight heap retainers app.heapsnapshot --id 54321 --reporter dot | dot -Tpdf -o retainers.pdf',
      ),
    )
    .action((file: string, flags: Flags & RetainersQuery & { readonly paths: number }) => {
      refuseEmpty(flags);
      return ask({
        ...common([file], flags),
        answer: ([snapshot]) => ({ kind: 'heap-retainers', result: retainersIn(file, snapshot!, flags, texts(flags)) }),
      });
    });

  withCommon(heap.command('dominators').argument('<file>'), { top: 20, more: ['html'] })
    .summary('what would be freed with what: the tree of retained sizes')
    .description(
      'Shows the tree of dominators: what an object alone keeps alive stands below it, by retained size. As HTML it is an ' +
        'icicle chart that zooms.',
    )
    .addHelpText(
      'after',
      examples(
        'watertight heap dominators app.heapsnapshot',
        'watertight heap dominators app.heapsnapshot --reporter html=dominators.html',
      ),
    )
    .action((file: string, flags: Flags) =>
      ask({
        ...common([file], flags),
        answer: ([snapshot]) => ({ kind: 'heap-dominators', result: dominatorsIn(file, snapshot!, texts(flags)) }),
      }),
    );

  withCommon(heap.command('strings').argument('<file>'), { top: 20 })
    .summary('texts that are in memory more than once')
    .description('Lists texts that are in memory more than once, by the bytes that one of each would save.')
    .addHelpText(
      'after',
      examples(
        'watertight heap strings app.heapsnapshot',
        'watertight heap strings app.heapsnapshot --show-strings --top 100',
      ),
    )
    .action((file: string, flags: Flags) =>
      ask({
        ...common([file], flags),
        answer: ([snapshot]) => ({ kind: 'heap-strings', result: stringsIn(file, snapshot!, texts(flags)) }),
      }),
    );
}

function withCommon(command: Command, { top, more = [] }: { top: number; more?: readonly ReporterName[] }): Command {
  return withReporter(
    command
      .option('--top <n>', 'how many to show', positiveInteger('--top'), top)
      .option('--show-strings', 'show texts of the heap, which may hold secrets')
      .option('--quiet', 'no progress'),
    ['human', 'json', ...more],
  );
}

function common(files: readonly string[], { quiet = false, reporter = [] }: Flags) {
  return { files, quiet, reporters: reporter };
}

function texts<F extends Flags>(flags: F): F & { readonly showStrings: boolean } {
  return { ...flags, showStrings: flags.showStrings ?? false };
}

function refuseEmpty({ class: className, id, name }: RetainersQuery): void {
  if (className !== undefined || id !== undefined || (name !== undefined && name !== '')) return;
  throw new CodedError('USAGE', 'expected --class, --id or --name: whose retainers? such as --class ServerResponse');
}
