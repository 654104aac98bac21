import { getHeapStatistics, setHeapSnapshotNearHeapLimit } from 'node:v8';

/** What Node calls the snapshots that it writes when the heap is nearly full: https://nodejs.org/api/cli.html#--heapsnapshot-near-heap-limitmax_count */
export const nearLimitSnapshotName = /^Heap\..*\.heapsnapshot$/;

// To write what a larger heap holds takes minutes and gigabytes.
const largestHeapBytes = 512 * 2 ** 20;

/**
 * Lets V8 write, once, what the heap holds before it is full: of a process that dies of it nothing else is left. The file goes to the
 * trial's folder, by way of the option below; the program's own reports go where they would have gone.
 */
export function keepEvidenceNearLimit(workFolder: string): void {
  const isOurs = process.env.NODE_OPTIONS?.includes(diagnosticsIn(workFolder)) && !namesDiagnostics(process.execArgv);
  if (!isOurs) return;
  process.report.directory ||= process.cwd();
  if (getHeapStatistics().heap_size_limit <= largestHeapBytes) setHeapSnapshotNearHeapLimit(1);
}

/** The option of Node that lets a process write its diagnostics into a folder. */
export function diagnosticsIn(folder: string): string {
  return `--diagnostic-dir=${JSON.stringify(folder)}`;
}

/** Whether options name a place for diagnostics, or ask for some that would be written there too. */
export function namesDiagnostics(options: readonly string[]): boolean {
  return options.some((option) => /--(?:diagnostic-dir|cpu-prof|heap-prof|report-|heapsnapshot-)/.test(option));
}
