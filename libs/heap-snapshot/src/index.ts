export type { EdgeIndex, NodeId, Ordinal } from './brands.ts';
export { HeapSnapshotError, type HeapSnapshotErrorCode, type SnapshotPlace } from './heap-snapshot-error.ts';
export {
  HeapSnapshot,
  type Allocations,
  type NumberColumn,
  type SnapshotColumns,
  type SourceLocation,
} from './heap-snapshot.ts';
export { SnapshotParser, parseSnapshot, readSnapshot, type ParseOptions } from './parse/snapshot-parser.ts';
export { StringTable } from './string-table.ts';
export { retainersOf, type Retainers } from './graph/retainers.ts';
export { retainingEdges } from './graph/retaining-edges.ts';
export { distancesOf, noDistance, systemDistance, type Distances } from './graph/distances.ts';
export { dominatorsOf, type DominatorTree } from './graph/dominators.ts';
export { dominatedNodesOf, type DominatedNodes } from './graph/dominated-nodes.ts';
export { detachednessOf, type Detachedness } from './graph/detachedness.ts';
export { shallowSizesOf } from './graph/shallow-sizes.ts';
export { retainedSizesOf } from './graph/retained-sizes.ts';
export { aggregatesByClass, classNameOf, instancesOf, type AggregateOptions, type ClassAggregate } from './classes.ts';
export { retainingPath, type PathStep, type RetainingPathOptions } from './paths/retaining-path.ts';
export { growingSinks, type GrowingSink, type GrowingSinksOptions } from './growth/growing-sinks.ts';
export { kindOfGrowingSink, nameOfGrowingSink } from './growth/growing-sink-name.ts';
export { newSince } from './growth/counterparts.ts';
export type { SinkKind } from './growth/sink-kind.ts';
export { nameOfSink, unnamedVariable, type SinkName } from './paths/name-of-sink.ts';
export { pathBetween } from './paths/path-between.ts';
export { programPath } from './paths/program-path.ts';
export { propertyText } from './paths/property-text.ts';
export { renderRetainingPath, tellingSteps, type TellingStep } from './paths/render-retaining-path.ts';
export { scriptEntry, type ScriptEntry } from './paths/script-entry.ts';
export { pathOfScript, scriptOfContext, scriptsOnPath, type ScriptOnPath } from './paths/scripts-on-path.ts';
export { accumulationPoints } from './questions/accumulation-points.ts';
export { largestObjects, dominatedChildren } from './questions/largest-objects.ts';
export { duplicateStrings, type DuplicateString } from './questions/duplicate-strings.ts';
export { scopesOf, variablesOf, type Scope, type ScopeVariable } from './questions/scopes.ts';
export { allocationStackOf, type AllocationFrame } from './questions/allocation-stack.ts';
export { sourceOf, type NamedSource } from './questions/source-of.ts';
export {
  aggregatesByPackage,
  originOf,
  packageFolderOf,
  packageOf,
  packageOfScript,
  type Origin,
  type PackageAggregate,
} from './questions/aggregates-by-package.ts';
export { findNodes, type NodeQuery } from './questions/find-nodes.ts';
export { retainingPaths, shortestRetainingPath } from './questions/retaining-paths.ts';
export {
  growthByClass,
  steadilyGrowingSinks,
  steadyClassGrowth,
  type ClassGrowth,
  type SteadyGrowth,
} from './questions/growth-by-class.ts';
export {
  retainerGraph,
  type RetainerGraph,
  type RetainerGraphEdge,
  type RetainerGraphNode,
  type RetainerGraphOptions,
} from './questions/retainer-graph.ts';
export { retainerGraphSvg } from './questions/retainer-graph-svg.ts';
export { retainerGraphDot, retainerGraphText } from './questions/render-retainer-graph.ts';
export { icicle, type IcicleNode, type IcicleOptions } from './questions/icicle.ts';
