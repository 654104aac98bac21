export { assertStaysFlat, type StaysFlatOptions } from './stays-flat.ts';
export { assertRetainsNothing, type Called, type RetainsOptions, type Watch } from './retains.ts';
export { assertReleasesHandles, type HandlesOptions } from './handles.ts';
export { assertAddsNoListeners, type ListenersOptions } from './listeners.ts';
export { assertInstances, countInstances, type Class, type InstanceCount } from './instances.ts';
export { mountMiddleware, type Middleware } from './mount-middleware.ts';
export { matchers, type MatcherContext, type MatcherResult, type WatertightMatchers } from './matchers.ts';
export { MemoryAssertionError } from './memory-assertion-error.ts';
export { TestingError } from './testing-error.ts';
