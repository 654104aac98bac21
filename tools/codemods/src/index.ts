export type { FileEdit, FixPlan, NeededDependency, PlanOptions, ScanOptions } from './api.ts';
export { scan } from './scan.ts';
