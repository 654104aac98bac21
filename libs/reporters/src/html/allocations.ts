import type { AllocationCall, Evidence } from '@watertight/evidence';
import { shareText } from '../text/heap-text.ts';
import { bytes } from '../text/units.ts';
import { heading } from './heading.ts';
import { icicleChart, type IcicleBar } from './icicle.ts';
import { markup, type Part } from './markup.ts';

/** What was allocated and stayed alive, as a flame of calls; nothing where it was not sampled. */
export function allocationsSection({ allocations }: Evidence): Part {
  if (!allocations) return null;
  const whole = allocations.bytesPerRequest;
  return [
    heading(2, 'Who allocated what stayed'),
    markup`<p class="note">${bytes(whole)} per request were still alive after one more block of load, estimated from samples. A bar is as wide as what was allocated in that call and below it; the outermost call is on top, and where nothing is below a bar, the rest is its own or the runtime’s.</p>`,
    icicleChart(barOf(merged(allocations), whole, null), {
      title: 'bytes that stayed alive, by calls',
      legend: [
        ['one', 'own code'],
        ['many', 'dependencies'],
      ],
    }),
  ];
}

/** A call, and how many of a dependency's calls, each made by the one before alone, it stands for. */
interface Calls {
  readonly call: AllocationCall;
  readonly packageName: string | null;
  readonly count: number;
  readonly children: readonly Calls[];
}

/** Frameworks call themselves twenty times on the way to a handler: what one package does alone becomes one bar. */
function merged(call: AllocationCall): Calls {
  const packageName = packageIn(call.file);
  let [last, count] = [call, 1];
  while (packageName !== null) {
    const [only, ...others] = last.children;
    const isAlone = only !== undefined && others.length === 0 && only.bytesPerRequest >= last.bytesPerRequest * 0.98;
    if (!isAlone || packageIn(only.file) !== packageName) break;
    last = only;
    count += 1;
  }
  return { call, packageName, count, children: last.children.map(merged) };
}

function packageIn(file: string | undefined): string | null {
  return /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file ?? '')?.[1] ?? null;
}

function barOf({ call, packageName, count, children }: Calls, whole: number, caller: string | null): IcicleBar {
  const { function: name, file, line, bytesPerRequest } = call;
  const label = packageName === null ? ownName(call) : `${packageName === caller ? '' : `${packageName} `}${name}`;
  const place = file === undefined ? '' : ` (${file}:${line})`;
  const calls = count > 1 ? ` and ${count - 1} more of its calls` : '';
  return {
    label: count > 1 ? `${label} … ${count} calls` : label,
    facts: `${name}${calls}${place}: ${bytes(bytesPerRequest)} per request, ${shareText(bytesPerRequest, whole)}`,
    tone: toneOf(file, packageName),
    size: bytesPerRequest,
    children: children.map((child) => barOf(child, whole, packageName)),
  };
}

// Handlers often have no name; then the line tells which one it is.
function ownName({ function: name, file, line }: AllocationCall): string {
  return name.startsWith('(') && file !== undefined ? `${file.split('/').at(-1)}:${line}` : name;
}

function toneOf(file: string | undefined, packageName: string | null): IcicleBar['tone'] {
  if (file === undefined) return 'engine';
  return packageName === null ? 'one' : 'many';
}
