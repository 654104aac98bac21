export * from './auditing.ts';
export * from './evidence.ts';
export * from './findings.ts';
export * from './fixing.ts';
export * from './healing.ts';
export * from './heap.ts';
export { CodedError, errorCodes, type ErrorCode } from './coded-error.ts';
export { jsonSchemas, type JsonSchemaName } from './json-schemas.ts';
export { leakSignature, type SignedParts } from './signature.ts';
