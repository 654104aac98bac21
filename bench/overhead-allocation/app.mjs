// What a small service does for a request: reads, makes some objects, keeps a bounded few, writes JSON.
const recent = new Map();
let served = 0;

export function handle(request, response) {
  const id = (served += 1);
  const query = new URL(request.url, 'http://localhost').searchParams;
  const items = Array.from({ length: 20 }, (_, index) => ({
    id: index,
    name: `item ${index} of ${id}`,
    tags: [query.get('tag') ?? 'none', String(index % 3)],
  }));
  recent.set(id, items);
  if (recent.size > 1000) recent.delete(id - 1000);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id, items }));
}
