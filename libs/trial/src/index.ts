export type { TrialOptions, TrialPhase, TrialProgress } from './options.ts';
export { discoverRoutes, type DiscoveredRoutes } from './discover-routes.ts';
export { runTrial, withRunningTarget as withTarget } from './run-trial.ts';
