export { listenersIn, type Listeners } from './listeners.ts';
export { advise } from './advise.ts';
export { explain, type Symptoms } from './explain.ts';
export { explainEvidence } from './explain-evidence.ts';
export { partsOf, type FindingParts } from './finding-parts.ts';
export { objectsOf } from './objects-of.ts';
