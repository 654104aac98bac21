export * from './evidence.ts';
export * from './findings.ts';
export * from './healing.ts';
export { CodedError, errorCodes, type ErrorCode } from './coded-error.ts';
