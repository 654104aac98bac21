import { createHook, executionAsyncId, type AsyncHook } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { watchHandle } from './file-handles.ts';
import type { Frame, OpenResource } from './protocol.ts';
import { settle } from './sample.ts';
import { moduleBuiltin } from './module-builtin.ts';
import { captureFrames, StackCounter } from './stacks.ts';

interface Opened {
  readonly type: string;
  readonly frames: readonly Frame[];
}

let recording = false;
let byDescriptor = new Map<number, Opened>();
let byAsyncId = new Map<number, Opened>();
let hook: AsyncHook | undefined;
let isNoted = () => true;
let hasTimers = false;

interface Begun {
  readonly frames: readonly Frame[];
  /** The asynchronous work in which this one was begun. */
  readonly within: number;
}

// Where each piece of asynchronous work was begun. A stream opens its file in a later turn, from the runtime's own
// code: only the way back through these leads to the statement that asked for it.
let begun = new Map<number, Begun>();

// Handles that own an operating-system resource and are made where the program asks for them. A file handle is made
// later, when the kernel has answered, so its opener is noted by the wrapped call instead.
const handleTypes =
  /^(TCPWRAP|TCPSERVERWRAP|PIPEWRAP|PIPESERVERWRAP|TTYWRAP|UDPWRAP|TLSWRAP|PROCESSWRAP|FSEVENTWRAP|STATWATCHER|WORKER|HTTP2SESSION|MESSAGEPORT|ZLIB)$/;

/**
 * Wraps the calls of `node:fs` that open and close descriptors, so that a later recording sees them. It has to
 * happen before the program takes them out of the module (`const { openSync } = require('fs')`).
 */
export function watchFileCalls(): Unwatch {
  const { open, openSync, close, closeSync } = fs;
  const openFileHandle = fs.promises.open;
  const replaced = [
    replace(fs, 'openSync', function watchedOpenSync(...args: Parameters<typeof openSync>): number {
      const descriptor = openSync(...args);
      if (recording) noteOpened(descriptor, openersOf(captureFrames(watchedOpenSync)));
      return descriptor;
    }),
    replace(fs, 'open', function watchedOpen(...args: unknown[]): void {
      const callback = args.at(-1);
      if (recording && typeof callback === 'function') {
        const frames = openersOf(captureFrames(watchedOpen));
        args[args.length - 1] = (error: unknown, descriptor: number) => {
          if (!error) noteOpened(descriptor, frames);
          (callback as (error: unknown, descriptor: number) => void)(error, descriptor);
        };
      }
      (open as (...args: unknown[]) => void)(...args);
    }),
    replace(fs.promises, 'open', async function watchedOpenHandle(...args: Parameters<typeof openFileHandle>) {
      const frames = recording ? openersOf(captureFrames(watchedOpenHandle)) : null;
      const handle = await openFileHandle(...args);
      watchHandle(handle);
      if (!frames) return handle;
      const { fd } = handle;
      noteOpened(fd, frames);
      // The collector closes a forgotten handle without this event: it stays noted, as it should.
      (handle as unknown as EventEmitter).once('close', () => byDescriptor.delete(fd));
      return handle;
    }),
    replace(fs, 'closeSync', function watchedCloseSync(descriptor: number): void {
      byDescriptor.delete(descriptor);
      closeSync(descriptor);
    }),
    replace(fs, 'close', function watchedClose(descriptor: number, ...rest: []): void {
      byDescriptor.delete(descriptor);
      close(descriptor, ...rest);
    }),
  ];
  moduleBuiltin().syncBuiltinESMExports();
  return () => {
    for (const putBack of replaced) putBack();
    moduleBuiltin().syncBuiltinESMExports();
  };
}

/** Puts the runtime's own functions back, in a process that goes on after the trial. */
export type Unwatch = () => void;

const deepestWay = 12;

/** The frames that asked for a resource: those of the stack, then of the work in which it was begun, and so on. */
function openersOf(frames: readonly Frame[]): readonly Frame[] {
  const way = [...frames];
  let within = executionAsyncId();
  for (let step = 0; step < deepestWay && !way.some(isOwn); step += 1) {
    const work = begun.get(within);
    if (!work) break;
    way.push(...work.frames);
    within = work.within;
  }
  return way;
}

const isOwn = ({ file }: Frame) => !/[\\/]node_modules[\\/]/.test(file);

function noteOpened(descriptor: number, frames: readonly Frame[]): void {
  if (isNoted()) byDescriptor.set(descriptor, { type: 'file', frames });
}

// The wrapper takes over what hangs on the function (`util.promisify.custom`, its name and length).
function replace<Holder extends object>(
  holder: Holder,
  name: keyof Holder,
  wrapper: (...args: never[]) => unknown,
): Unwatch {
  const original = holder[name] as object;
  for (const key of Reflect.ownKeys(original)) {
    if (key !== 'prototype') Object.defineProperty(wrapper, key, Object.getOwnPropertyDescriptor(original, key)!);
  }
  const before = Object.getOwnPropertyDescriptor(holder, name)!;
  Object.defineProperty(holder, name, { configurable: true, enumerable: true, writable: true, value: wrapper });
  return () => {
    // Somebody else may have put a wrapper of his own around ours.
    if (holder[name] === wrapper) Object.defineProperty(holder, name, before);
  };
}

interface Recording {
  /** Whether to note timers, too. */
  readonly timers?: boolean;
  /** Whether what happens now is to be noted. */
  readonly within?: () => boolean;
}

/** From now on notes who opens descriptors and handles. */
export function recordResources({ timers = false, within = () => true }: Recording = {}): null {
  isNoted = within;
  hasTimers = timers;
  byDescriptor = new Map();
  byAsyncId = new Map();
  begun = new Map();
  hook ??= createHook({
    init: function onInit(asyncId: number, type: string) {
      const frames = captureFrames(onInit);
      begun.set(asyncId, { frames, within: executionAsyncId() });
      if (isHandle(type) && isNoted()) byAsyncId.set(asyncId, { type: type.toLowerCase(), frames: openersOf(frames) });
    },
    destroy: (asyncId) => void byAsyncId.delete(asyncId),
  });
  hook.enable();
  recording = true;
  return null;
}

const isHandle = (type: string) => handleTypes.test(type) || (hasTimers && type === 'Timeout');

/** Stops noting; answers what was opened since and is still open. */
export async function openResources(): Promise<OpenResource[]> {
  recording = false;
  await settle(50);
  hook?.disable();
  const open = [...byDescriptor.values(), ...byAsyncId.values()].filter(({ frames }) => frames.length > 0);
  const types = [...new Set(open.map(({ type }) => type))];
  byDescriptor = new Map();
  byAsyncId = new Map();
  begun = new Map();
  return types.flatMap((type) => {
    const stacks = new StackCounter();
    for (const opened of open) if (opened.type === type) stacks.add(opened.frames);
    return stacks.report().map(({ count, frames }) => ({ type, count, frames }));
  });
}

/** Notes nothing any more, whatever was asked for. */
export function stopRecording(): void {
  recording = false;
  hook?.disable();
}
