// Loaded into every Node process of the target by `NODE_OPTIONS=--require`. It must leave the program as it is:
// no output, no port, nothing that keeps the process alive.
import { dirname } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { connectToTrial } from './channel.ts';
import { channelVariable } from './protocol.ts';
import { isLauncher, quietEngine } from './engine.ts';
import { reportListening } from './listening.ts';
import { keepEvidenceNearLimit } from './near-limit.ts';
import { watchFileCalls } from './resources.ts';
import { watchFastifyRoutes } from './routes.ts';
import { isSupportedNode } from './supported-node.ts';

const channelPath = process.env[channelVariable];
if (channelPath && !isLauncher(process.argv[1])) {
  // On an older one the agent only tells which it is, and the program runs on.
  if (isSupportedNode(process.version)) {
    // Flags of the engine are those of the whole process.
    if (isMainThread) {
      quietEngine();
      keepEvidenceNearLimit(dirname(channelPath));
    }
    watchFileCalls();
    watchFastifyRoutes();
  }
  const channel = connectToTrial(channelPath);
  reportListening((address) => channel.send({ type: 'listening', ...address }));
}
