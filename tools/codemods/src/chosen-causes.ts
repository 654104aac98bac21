import { causes } from '@watertight/catalog';
import { CodedError } from '@watertight/evidence';
import type { WatertightConfig } from './config/config.ts';
import { nearestName } from './config/nearest-name.ts';

/** Which rules to run. */
export interface RuleChoice {
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
}

/** The causes whose rules a choice and the settings leave. */
export function chosenCauses(
  { only = [], skip = [] }: RuleChoice,
  settings: WatertightConfig['rules'] = {},
): Set<string> {
  const all: readonly string[] = causes.map(({ id }) => id);
  const unknown = [...only, ...skip].find((id) => !all.includes(id));
  if (unknown !== undefined) {
    throw new CodedError(
      'USAGE',
      `there is no rule ${unknown}, the nearest is ${nearestName(unknown, all)}; the rules are ${all.join(', ')}`,
    );
  }
  // Who names a rule wants it, whatever the configuration says.
  const isOn = (id: string) => (only.length > 0 ? only.includes(id) : settings[id] !== 'off');
  return new Set(all.filter((id) => isOn(id) && !skip.includes(id)));
}
