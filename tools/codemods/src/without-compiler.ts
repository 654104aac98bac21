// What a scan needs that is answered from the cache: nothing here loads the compiler before it has to.
export { cachedScan, type CachedScanOptions } from './cached-scan.ts';
export { changedFiles } from './changed-files.ts';
export { chosenCauses, type RuleChoice } from './chosen-causes.ts';
export { loadConfig, type LoadedConfig } from './config/load-config.ts';
export { rootOf, selectFindings } from './select-findings.ts';
export { loadSuppressions, nextSuppressions, writeSuppressions, type Suppressions } from './suppressions.ts';
