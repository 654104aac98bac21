import watertight from '@watertight/eslint-plugin';

export default [watertight.configs.recommended];
