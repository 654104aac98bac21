// `node --import @watertight/allocation/lines app.js`: the whole program is loaded line by line.
import { traceLines } from './lines/trace-lines.ts';

traceLines();
