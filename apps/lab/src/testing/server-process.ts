import { spawn, type ChildProcess } from 'node:child_process';
import { environment } from '../exercise/program.ts';

export interface ServerProcess {
  readonly url: string;
  /** Answers what the code that was loaded before it sends. */
  ask(): Promise<unknown>;
  end(): void;
}

/** The server of an exercise in a process of its own, with some code loaded before it. */
export async function startServer(folder: string, preload = ''): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(preload)}`, 'server.js'],
    {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  const end = () => void child.kill('SIGKILL');
  try {
    return { url: await listeningUrl(child), ask: () => answerOf(child), end };
  } catch (error) {
    end();
    throw error;
  }
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = /listening on (\S+)\n/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('message', resolve);
    child.send('asked');
  });
}
