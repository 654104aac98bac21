import { causes } from '@watertight/catalog';

/** What `--help` prints. */
export function renderHelp(): string {
  const widest = Math.max(...causes.map((cause) => cause.id.length));
  return `An Express server that leaks on purpose.

Usage: node apps/leaky-server/dist/main.js [flags]

  --fixed        mount the fixed twins                           (WATERTIGHT_LEAKY_FIXED=1)
  --cause <id>   mount only this cause; may repeat               (WATERTIGHT_LEAKY_CAUSES=a,b)
  --port <n>     port, 0 for any free one; 3000 when not given   (PORT)
  --host <name>  address to listen on; 127.0.0.1 when not given  (HOST)
  -h, --help     show this

Causes:
${causes.map((cause) => `  ${cause.id.padEnd(widest)}  ${cause.title}`).join('\n')}

Examples:
  node apps/leaky-server/dist/main.js
  node apps/leaky-server/dist/main.js --cause unbounded-cache --cause unclosed-file
  node apps/leaky-server/dist/main.js --fixed --port 0
`;
}
