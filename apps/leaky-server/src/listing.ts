import { findCause, type CauseId, type SampleHalf } from '@watertight/catalog';

/** One mounted route as `GET /` shows it; `{n}` in path and headers stands for a new number per request. */
export interface ListedCause {
  readonly id: CauseId;
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variant: SampleHalf;
}

/** The mounted causes, for programs. */
export function listCauses(causeIds: readonly CauseId[], variant: SampleHalf): ListedCause[] {
  return causeIds.flatMap((id) => {
    const cause = findCause(id);
    if (cause === undefined) return [];
    const { method = 'GET', path, headers = {} } = cause.workload;
    return [{ id, title: cause.title, method, path, headers, variant }];
  });
}

/** The same list, for people with a browser. */
export function renderListing(listed: readonly ListedCause[]): string {
  const rows = listed.map(
    ({ id, title, path, variant }) =>
      `<tr><td><code>${id}</code></td><td>${title}</td><td><a href="${path.replaceAll('{n}', '1')}">${path}</a></td><td>${variant}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Leaky server</title></head>
<body>
<h1>Leaky server</h1>
<table>
<thead><tr><th scope="col">Cause</th><th scope="col">What leaks</th><th scope="col">Route</th><th scope="col">Variant</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}
