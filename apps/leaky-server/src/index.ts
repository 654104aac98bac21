export { createApp, type AppOptions } from './create-app.ts';
export type { ListedCause } from './listing.ts';
