export { median, theilSen, type Point, type Slope } from './theil-sen.ts';
export { judgeSeries, type Judgement } from './judge-series.ts';
export { judgeSurvivors, type TrackedRound } from './judge-survivors.ts';
