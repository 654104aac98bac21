import { existsSync, readFileSync } from 'node:fs';

/** Where the comments of the pull request are that a job runs for; none where it runs for a push or by a clock. */
export function pullRequestOf({ GITHUB_EVENT_PATH, GITHUB_API_URL, GITHUB_REPOSITORY }) {
  if (!GITHUB_EVENT_PATH || !existsSync(GITHUB_EVENT_PATH)) return null;
  const { pull_request: pullRequest } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
  if (!pullRequest) return null;
  return { number: pullRequest.number, repository: `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}` };
}

/** Two programs of one repository, each in a folder of its own, have a comment each. */
export function markedFor(folder, text) {
  return folder === '' ? text : text.replace(' -->', ` in ${folder.replaceAll('>', '')} -->`);
}

/** Brings the earlier comment up to date, which is known by its first line; begins one only where there is something to say. */
export async function comment(text, { number, repository }, { token, isWorthBeginning }) {
  const ask = asking(token);
  try {
    const all = `${repository}/issues/${number}/comments`;
    const [marker] = text.split('\n');
    const earlier = await earlierComment(all, marker, ask);
    if (earlier) await ask(`${repository}/issues/comments/${earlier.id}`, 'PATCH', { body: text });
    else if (isWorthBeginning) await ask(all, 'POST', { body: text });
  } catch (error) {
    // Tokens of forks may only read: that is no reason to fail a job.
    console.log(
      `::warning title=watertight::cannot comment on the pull request: ${error.message}; give the job the permission \`pull-requests: write\`, or set \`comment: false\``,
    );
  }
}

const perPage = 100;

async function earlierComment(all, marker, ask) {
  for (let page = 1; ; page += 1) {
    const comments = await ask(`${all}?per_page=${perPage}&page=${page}`, 'GET');
    const earlier = comments.find(({ body }) => body?.startsWith(marker));
    if (earlier || comments.length < perPage) return earlier;
  }
}

const asking = (token) => async (url, method, body) => {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answers ${response.status}`);
  return response.json();
};
