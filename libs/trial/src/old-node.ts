import { isSupportedNode } from '@watertight/agent';
import { CodedError } from '@watertight/evidence';

/** Throws where a process runs a Node that the agent does not work on. */
export function refuseOldNode(version: string, remedy: string): void {
  if (isSupportedNode(version)) return;
  throw new CodedError(
    'UNSUPPORTED_NODE',
    `expected a process that runs Node 20.19 or later, but it runs Node ${version.replace(/^v/, '')}; ${remedy}`,
  );
}
