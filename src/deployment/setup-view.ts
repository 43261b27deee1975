/** What setup is about to do, one line a step. */
export function setupPlanView(steps: readonly { readonly title: string; readonly takes?: string }[]): string {
  const lines = steps.map(
    ({ title, takes }, index) => `  ${index + 1}. ${title}${takes ? ` (${takes})` : ''}`,
  );
  return ['setup will', ...lines].join('\n');
}

interface ToolRow {
  readonly name: string;
  readonly path: string | null;
  readonly version: string | null;
}

/** What is there now, and what each step took. */
export function setupDoneView(
  tools: readonly ToolRow[],
  steps: readonly { readonly title: string; readonly durationMs: number }[],
): string {
  const nameWidth = Math.max(...tools.map(({ name }) => name.length));
  const versionWidth = Math.max(...tools.map(({ version }) => (version ?? '').length));
  const rows = tools.map(
    ({ name, path, version }) =>
      `${path === null ? '✗' : '✓'} ${name.padEnd(nameWidth)}  ${(version ?? '').padEnd(versionWidth)}  ${path ?? 'not found'}`,
  );
  const took = steps.map(
    ({ title, durationMs }) => `  ${(durationMs / 1000).toFixed(1).padStart(6)} s  ${title}`,
  );
  const head = steps.length === 0 ? 'nothing to do: everything is there' : `done\n${took.join('\n')}`;
  return [head, '', ...rows, '', 'Next: gomeet doctor · gomeet deploy'].join('\n');
}
