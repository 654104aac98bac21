import type { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Detection, Fix, Rule } from '../../rule.ts';
import { replaceNode } from '../../edits/text-edit.ts';
import { labelsIn, type Label } from './labels.ts';
import { routeOf } from './route-of.ts';

/** A label of a metric that has another value for each request: the registry keeps a series for every value. */
export const metricLabelPerRequest: Rule<'metric-label-per-request'> = {
  cause: 'metric-label-per-request',
  gate: /prom-client/,
  *detect(file, { analysis }) {
    for (const label of labelsIn(file, analysis)) yield detection(label, analysis);
  },
};

function detection(label: Label, analysis: Analysis): Detection {
  const { node, metric, value, isSure } = label;
  const what = value.getText().length <= 40 ? value.getText() : 'value';
  return {
    node,
    message: label.isName
      ? `the registry keeps a metric for every ${what}; make one metric with few labels`
      : `${metric.name} keeps a series for every ${what}; label it with what has few values, such as the route`,
    confidence: isSure ? 'high' : 'medium',
    sink: metric,
    fix: fixOf(value, analysis),
  };
}

/** The path that was asked for becomes the route that answers, where the handler stands in its own route. */
function fixOf(value: ts.Expression, analysis: Analysis): Fix {
  const route = routeOf(value, analysis);
  if (route === undefined)
    return { kind: 'manual', advice: 'label it with what has few values: a route, a method, a status' };
  return {
    kind: 'suggested',
    rewrite: () => ({
      edits: [replaceNode(value, route)],
      assumptions: ['who reads the metric asks for routes, not for single paths'],
    }),
  };
}
