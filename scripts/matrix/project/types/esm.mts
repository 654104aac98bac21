import { readSnapshot, retainedSizesOf, type HeapSnapshot } from '@watertight/heap-snapshot';
import { scan } from '@watertight/codemods';
import { assertStaysFlat, type StaysFlatOptions } from '@watertight/testing';
import * as allocation from '@watertight/allocation';
import { startMonitor } from '@watertight/monitor';
import watertight from '@watertight/eslint-plugin';
import { run, type Tools, type World } from 'watertight';
import '@watertight/testing/vitest';
import { expect } from 'vitest';
import { defineConfig } from 'eslint/config';
import express from 'express';

const options: StaysFlatOptions = { route: 'GET /', budget: '64 B' };
export const flat: Promise<unknown> = assertStaysFlat(express(), options);
export const sizes = async (snapshot: HeapSnapshot): Promise<number> => retainedSizesOf(snapshot)[0] ?? 0;
export const matched: Promise<void> = expect(express()).toStayFlat(options);
export const others = [readSnapshot, scan, allocation.takeSnapshot, startMonitor, run];
export const linted = defineConfig([watertight.configs.recommended]);
export type Ours = [Tools, World];

// @ts-expect-error an option that is not there is found by the compiler
void assertStaysFlat(express(), { roote: 'GET /' });
