import type { Rule } from '../../rule.ts';
import { latePipelinesIn } from './late-pipelines.ts';
import { pipesIn } from './pipes.ts';
import { pipedText } from './stream-origins.ts';

/** A file, download or process that is piped into a response and stays open when the client goes away. */
export const pipeWithoutDestroy: Rule<'pipe-without-destroy'> = {
  cause: 'pipe-without-destroy',
  gate: new RegExp(`${pipedText.source}|\\bpipeline\\b`),
  *detect(file, { analysis }) {
    yield* pipesIn(file, analysis);
    yield* latePipelinesIn(file, analysis);
  },
};
