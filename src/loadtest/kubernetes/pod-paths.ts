/** Where things lie in a generator's container: the image brings the first three, the pod the others. */
const root = '/opt/gomeet';

export const podPaths = {
  k6: `${root}/bin/k6`,
  scenarios: `${root}/scenarios`,
  clips: `${root}/clips`,
  /** A folder for each pod, by its index: `plan.json`, and `script`, the name of its scenario. */
  plans: `${root}/plans`,
  results: `${root}/results`,
} as const;
