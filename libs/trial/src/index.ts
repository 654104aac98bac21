export type { TrialOptions, TrialPhase, TrialProgress } from './options.ts';
export { discoverRoutes, type DiscoverOptions, type DiscoveredRoutes } from './discover-routes.ts';
export { holdersOf } from './holders.ts';
export type { FailingRoute } from './try-routes.ts';
export { runTrial, withRunningTarget as withTarget } from './run-trial.ts';
