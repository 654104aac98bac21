export type { FileEdit, FixPlan, NeededDependency, PlanOptions, Project, ScanOptions } from './api.ts';
export { importedPackages } from './imported-packages.ts';
export { loadProject } from './load-project.ts';
export { planFixes } from './plan-fixes.ts';
export { scan } from './scan.ts';
export { unifiedDiff } from './unified-diff.ts';
export { writeEdits } from './write-edits.ts';
