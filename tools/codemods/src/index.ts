export type {
  FileEdit,
  FixPlan,
  LoadOptions,
  NeededDependency,
  PlanOptions,
  Project,
  ScanOptions,
  Selection,
} from './api.ts';
export { defineConfig, type ResourceConfig, type SignalBudgets, type WatertightConfig } from './config/config.ts';
export { LintSession, type LintFinding, type LintRewrite } from './lint-session.ts';
export { importedPackages } from './imported-packages.ts';
export { loadProject } from './load-project.ts';
export { planFixes } from './plan-fixes.ts';
export { scan } from './scan.ts';
export { unifiedDiff } from './unified-diff.ts';
export { writeEdits } from './write-edits.ts';
