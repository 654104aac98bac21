export type { Route } from './route.ts';
export { parseRoute } from './parse-route.ts';
export { parseScenario, type Scenario } from './parse-scenario.ts';
export { describeRoute, fillRoute } from './fill.ts';
export { drive, type DriveOptions, type DriveResult } from './drive.ts';
