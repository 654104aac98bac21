export { SourceMaps, type FilePosition } from './source-maps.ts';
