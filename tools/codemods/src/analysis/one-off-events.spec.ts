import { testRule } from '../testing/rule-cases.ts';

const spawns = `import { spawn } from 'node:child_process';\n`;

describe('events of what a function made itself', () => {
  testRule('growing-request-list', {
    valid: [
      [
        'the output of a command that the promise waits for',
        `${spawns}function run(command: string) {\n  return new Promise((resolve, reject) => {\n    const child = spawn(command);\n    let output = '';\n    child.stdout.on('data', (part) => (output += part));\n    child.on('error', reject);\n    child.on('exit', () => resolve(output));\n  });\n}\nawait run('ls');`,
      ],
      [
        'a stream that is handed in and read to its end',
        `export function collect(stream) {\n  return new Promise((resolve) => {\n    const parts = [];\n    stream.on('data', (part) => parts.push(part));\n    stream.on('end', () => resolve(parts));\n  });\n}\nawait collect(process.stdin);`,
      ],
      [
        'a collector made beside the command it listens to',
        `${spawns}class Output {\n  readonly lines: string[] = [];\n  add = (line: string) => {\n    this.lines.push(line);\n  };\n}\nfunction run(command: string) {\n  const output = new Output();\n  return new Promise((resolve) => {\n    const child = spawn(command);\n    child.stdout.on('data', output.add);\n    child.on('close', () => resolve(output.lines));\n  });\n}\nawait run('ls');`,
      ],
      [
        'an event that is heard once',
        `import { connect } from 'node:net';\nfunction start() {\n  const notes: string[] = [];\n  const socket = connect(1);\n  socket.once('connect', () => notes.push('connected'));\n  return notes;\n}\nstart();`,
      ],
    ],
    invalid: [
      [
        'a command that runs beside the server and is started again',
        `${spawns}function start() {\n  const lines: string[] = [];\n  const child = spawn('worker');\n  child.stdout.on('data', (line) => lines.push(String(line))); // leak\n  child.on('exit', () => console.log(lines.length));\n}\nstart();`,
      ],
      [
        'a promise that is resolved when the connection opens',
        `import { connect } from 'node:net';\nfunction start() {\n  return new Promise((resolve) => {\n    const received: string[] = [];\n    const socket = connect(1);\n    socket.on('data', (part) => received.push(String(part))); // leak\n    socket.on('connect', () => resolve(received));\n  });\n}\nawait start();`,
      ],
      [
        'an emitter of the module',
        `import { feed } from './feed';\nconst received: string[] = [];\nfunction start() {\n  return new Promise((resolve) => {\n    feed.on('data', (part: string) => received.push(part)); // leak\n    feed.on('end', () => resolve(received));\n  });\n}\nawait start();`,
      ],
    ],
  });

  testRule('request-in-field', {
    valid: [
      [
        'a request that this side sends',
        `import { cacheable } from 'cacheable';\nlet last;\nfunction send() {\n  const sending = cacheable();\n  sending.once('request', (request) => {\n    last = request;\n  });\n}\nsend();`,
      ],
    ],
    invalid: [
      [
        'the requests of a server',
        `import { createServer } from 'node:http';\nlet last;\nconst server = createServer();\nserver.on('request', (request) => {\n  last = request; // leak\n  console.log(last);\n});`,
      ],
    ],
  });
});
