export { startLab, type Lab, type LabOptions } from './lab.ts';
