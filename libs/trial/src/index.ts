export type { LoadOptions, SnapshotConsent, TrialOptions, TrialPhase, TrialProgress } from './options.ts';
export type { SnapshotForecast, SnapshotRoom } from './preflight.ts';
export { discoverRoutes, type DiscoverOptions, type DiscoveredRoutes } from './discover-routes.ts';
export { holdersOf } from './holders.ts';
export type { FailingRoute } from './try-routes.ts';
export { runTrial, withRunningTarget as withTarget } from './run-trial.ts';
export { runAttachedTrial, type AttachOptions } from './run-attached-trial.ts';
export { holdWorkFolder } from './work-folder.ts';
export { watchTraffic } from './watch-traffic.ts';
