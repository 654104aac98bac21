// The plugin for this repository itself, which has to be built before it can infer anything: until then there are no such targets.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = join(__dirname, 'dist/index.js');

module.exports = existsSync(built)
  ? require(built)
  : { name: '@watertight/nx', createNodesV2: ['**/watertight.config.*', () => []] };
