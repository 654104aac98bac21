/** What samples and their fixes import: linked above all exercises, and brought along by the package of the lab. */
export const samplePackages = [
  'ajv',
  'express',
  'express-session',
  'lru-cache',
  'memorystore',
  'mustache',
  'node-statsd',
  'prom-client',
  'rxjs',
];
