import { assertStaysFlat, MemoryAssertionError } from '@watertight/testing';
import '@watertight/testing/jest';
import express = require('express');

export const flat = assertStaysFlat(express(), { route: 'GET /' }).catch(
  (error: unknown) => error instanceof MemoryAssertionError,
);
export const matched: Promise<void> = expect(express()).toStayFlat({ route: 'GET /' });
export const gone: Promise<void> = expect(() => undefined).not.toRetain(Map);
