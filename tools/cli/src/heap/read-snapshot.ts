import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CodedError, type ErrorCode } from '@watertight/evidence';
import { HeapSnapshotError, readSnapshot, type HeapSnapshot } from '@watertight/heap-snapshot';

export interface ReadOptions {
  readonly onProgress: (progress: { readonly readBytes: number; readonly sizeBytes: number }) => void;
  readonly signal: AbortSignal;
}

const chunkBytes = 1 << 20;

/**
 * Reads a heap snapshot from a file, packed by gzip or not.
 *
 * @throws {CodedError} `PATH_NOT_FOUND`, `PATH_UNREADABLE`, `SNAPSHOT_INVALID`, `SNAPSHOT_TRUNCATED`, `SNAPSHOT_TOO_LARGE`, `INTERRUPTED`
 */
export async function readSnapshotFile(path: string, { onProgress, signal }: ReadOptions): Promise<HeapSnapshot> {
  const sizeBytes = await sizeOf(path);
  const file = createReadStream(path, { highWaterMark: chunkBytes, signal });
  try {
    const { chunks, isPacked } = await unpacked(file);
    return await readSnapshot(chunks, {
      // A pipe has no size, and a packed file's says nothing about what is in it.
      ...(sizeBytes > 0 && !isPacked && { sizeBytes }),
      onProgress: () => onProgress({ readBytes: file.bytesRead, sizeBytes }),
    });
  } catch (cause) {
    throw signal.aborted
      ? new CodedError('INTERRUPTED', `stopped while reading ${path}`, { cause })
      : coded(path, cause);
  } finally {
    file.destroy();
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw coded(path, cause);
  });
  if (found.isDirectory()) {
    throw new CodedError('PATH_NOT_FOUND', `expected a heap snapshot at ${path}, found a folder; name the file in it`);
  }
  return found.isFile() ? found.size : 0;
}

interface Unpacked {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly isPacked: boolean;
}

// What the file says counts, not its name: a pipe has none, and files are renamed.
async function unpacked(file: ReadStream): Promise<Unpacked> {
  const chunks = file[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const first = await chunks.next();
  const all = startingWith(first, chunks);
  const isPacked = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  if (!isPacked) return { chunks: all, isPacked };
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // What fails on the way is thrown to whoever reads the other end.
  pipeline(all, gunzip, () => undefined);
  return { chunks: gunzip, isPacked };
}

async function* startingWith<T>(first: IteratorResult<T, unknown>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

const systemErrors: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'PATH_NOT_FOUND',
  ENOTDIR: 'PATH_NOT_FOUND',
  // How zlib says that a packed file ends too early, and that it is damaged.
  Z_BUF_ERROR: 'SNAPSHOT_TRUNCATED',
  Z_DATA_ERROR: 'SNAPSHOT_INVALID',
};

function coded(path: string, cause: unknown): unknown {
  if (cause instanceof HeapSnapshotError) return new CodedError(cause.code, `${path}: ${cause.message}`, { cause });
  const { code: systemCode, message } = cause as NodeJS.ErrnoException;
  if (systemCode === undefined) return cause;
  const code = systemErrors[systemCode] ?? 'PATH_UNREADABLE';
  const why = code === 'PATH_NOT_FOUND' ? 'found nothing' : `it cannot be read: ${message}`;
  return new CodedError(code, `expected a heap snapshot at ${path}, ${why}`, { cause });
}
