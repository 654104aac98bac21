// Writes a heap snapshot of a made-up program, as large as one asks: the same size gives the same bytes.
//
//   node make-heap.mjs <file> <megabytes>
//
// It looks like what V8 writes of a server: records with texts and lists, maps with large tables, functions with scopes,
// dictionaries, linked lists, WeakMaps, buffers, compiled code, shapes that everything shares, weak references.
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const nodeTypes =
  'hidden,array,string,object,code,closure,regexp,number,native,synthetic,concatenated string,sliced string,symbol,bigint,object shape'.split(
    ',',
  );
const edgeTypes = 'context,element,property,internal,hidden,shortcut,weak'.split(',');
const node = Object.fromEntries(nodeTypes.map((type, index) => [type, index]));
const edge = Object.fromEntries(edgeTypes.map((type, index) => [type, index]));
const nodeFields = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'];
const fixedTexts =
  '|(GC roots)|global|map|properties|elements|table|context|shared|feedback_cell|code|previous|scope_info|name|id|tags|owner|payload|next|value|body|backing_store|(object elements)|system / Map|system / Context|Map|Array|Object|RequestRecord|Session|Listener|Link|ArrayBuffer|system / JSArrayBufferData|handle|onData|system / FeedbackCell|system / SharedFunctionInfo|(code)|WeakMap|State|heap number|prototype|__proto__|constructor|(Strong roots)|cache|registry'.split(
    '|',
  );
const text = Object.fromEntries(fixedTexts.map((name, index) => [name, index]));
const shapeCount = 400;
const bytesPerNode = 81;

/** Writes the heap and returns how many nodes and edges it has. */
export function makeHeap(path, megabytes) {
  const nodeCount = Math.round((megabytes * 1e6) / bytesPerNode);
  const file = new Writer(path);
  const counted = new Program(
    nodeCount,
    () => {},
    () => {},
  );
  counted.run();
  file.write(`{"snapshot":${JSON.stringify(header(counted))},\n"nodes":[`);
  new Program(nodeCount, file.records(), () => {}).run();
  file.write('],\n"edges":[');
  const program = new Program(nodeCount, () => {}, file.records());
  program.run();
  file.write('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[],\n"strings":["');
  file.write(fixedTexts.join('",\n"'));
  program.eachText((made) => file.write(`",\n"${made}`));
  file.write('"]}');
  file.close();
  return { nodeCount: program.nodeCount, edgeCount: program.edgeCount };
}

function header({ nodeCount, edgeCount }) {
  return {
    meta: {
      node_fields: nodeFields,
      node_types: [nodeTypes, 'string', 'number', 'number', 'number', 'number', 'number'],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [edgeTypes, 'string_or_number', 'node'],
      trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
      trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
      sample_fields: ['timestamp_us', 'last_assigned_id'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    node_count: nodeCount,
    edge_count: edgeCount,
    trace_function_count: 0,
  };
}

/** Gives out nodes and edges in the order of the file; the same each time it runs. */
class Program {
  nodeCount = 0;
  edgeCount = 0;
  textCount = fixedTexts.length;
  #random = seededRandom(1);
  #toMake;
  #onNode;
  #onEdge;

  constructor(toMake, onNode, onEdge) {
    this.#toMake = toMake;
    this.#onNode = onNode;
    this.#onEdge = onEdge;
  }

  run() {
    this.#random = seededRandom(7);
    // Everything hangs on a few hundred collections, made first: what they hold is numbered from here on.
    const units = this.#plan();
    this.#node('synthetic', text[''], 0, [
      [edge.element, 1, 1],
      [edge.shortcut, text.global, 2],
    ]);
    this.#node('synthetic', text['(GC roots)'], 0, [[edge.element, 0, 3]]);
    this.#node('object', text.global, 48, [
      [edge.internal, text.map, this.#shape(0)],
      [edge.property, text.registry, 4 + shapeCount],
    ]);
    const strongEdges = Array.from({ length: shapeCount }, (_, i) => [edge.element, i, this.#shape(i)]);
    this.#node('synthetic', text['(Strong roots)'], 0, strongEdges);
    for (let i = 0; i < shapeCount; i += 1) {
      const edges = [[edge.internal, text.map, this.#shape(0)]];
      if (i > 0) edges.push([edge.weak, text.prototype, this.#shape(i - 1)]);
      this.#node('object shape', text['system / Map'], 80, edges);
    }
    const firstHolder = this.nodeCount + 1;
    let next = firstHolder + units.length;
    const registryEdges = [[edge.internal, text.map, this.#shape(1)]];
    units.forEach((_, place) => registryEdges.push([edge.property, this.#text(), firstHolder + place]));
    this.#node('object', text.Object, 56, registryEdges);
    const starts = units.map((unit) => {
      const start = next;
      next += unit.shape.nodes * unit.count;
      return start;
    });
    units.forEach((unit, place) => this.#holder(unit, starts[place]));
    units.forEach((unit) => {
      for (let i = 0; i < unit.count; i += 1) unit.shape.make.call(this, i, unit);
    });
  }

  eachText(write) {
    for (let index = fixedTexts.length; index < this.textCount; index += 1) {
      const random = Math.imul(index, 2654435761) >>> 0;
      if (random % 13 === 0) write(`/srv/app/node_modules/package-${random % 977}/lib/module-${index}.js`);
      else if (random % 101 === 0)
        write(`a longer text \\u00fc\\"${index}\\" ${'lorem ipsum dolor sit amet '.repeat(random % 30)}`);
      else if (random % 3 > 0)
        write(
          `value ${index} of the order at /api/v1/orders/${random}?expand=customer,lines,shipping&cursor=${random}-${index}&fields=id,status,total,currency,placedAt,customer.name,customer.email,lines.sku`,
        );
      else write(`field${index}`);
    }
  }

  #plan() {
    const shares = [
      ['record', 34],
      ['session', 22],
      ['listener', 16],
      ['link', 8],
      ['buffer', 4],
      ['code', 8],
      ['number', 8],
    ];
    const units = [];
    const blocks = Math.max(4, Math.min(400, Math.round(this.#toMake / 20_000)));
    for (let block = 0; block < blocks; block += 1) {
      for (const [name, share] of shares) {
        const nodes = ((this.#toMake / blocks) * share) / 100;
        units.push({ shape: shapes[name], name, count: Math.max(1, Math.round(nodes / shapes[name].nodes)) });
      }
    }
    return units;
  }

  // A map whose table refers to all of the unit, or the head of a list that runs through all of it.
  #holder(unit, start) {
    const edges = [[edge.internal, text.map, this.#shape(2)]];
    const stride = unit.shape.nodes;
    if (unit.name === 'link') edges.push([edge.property, text.next, start]);
    else for (let i = 0; i < unit.count; i += 1) edges.push([edge.element, i, start + i * stride]);
    this.#node(unit.name === 'link' ? 'object' : 'array', text['(object elements)'], 16 + unit.count * 8, edges);
  }

  #shape(number) {
    return 4 + (number % shapeCount);
  }

  #text() {
    this.textCount += 1;
    return this.textCount - 1;
  }

  #anyText() {
    const made = this.textCount - fixedTexts.length;
    return this.textCount - 1 - Math.floor(this.#random() * Math.min(made, 5_000));
  }

  // Mostly something near, as in a real heap, where what is used together is allocated together; now and then anything.
  #anyNode() {
    const far = this.#random();
    const reach = far < 0.85 ? 2_000 : far < 0.97 ? 100_000 : this.nodeCount;
    return Math.max(4, this.nodeCount - 1 - Math.floor(this.#random() * Math.min(reach, this.nodeCount)));
  }

  #node(type, name, selfSize, edges) {
    this.#onNode(node[type], name, this.nodeCount * 2 + 1, selfSize, edges.length, 0, 0);
    for (const [edgeType, nameOrIndex, to] of edges) this.#onEdge(edgeType, nameOrIndex, to * nodeFields.length);
    this.nodeCount += 1;
    this.edgeCount += edges.length;
  }

  static record(i) {
    const first = this.nodeCount;
    const owner = this.#random() < 0.3 ? [[edge.property, text.owner, this.#anyNode()]] : [];
    this.#node('object', text.RequestRecord, 56, [
      [edge.internal, text.map, this.#shape(10)],
      [edge.property, text.name, first + 1],
      [edge.property, text.tags, first + 2],
      [edge.property, text.payload, first + 5],
      ...owner,
    ]);
    this.#node('string', this.#text(), 32, [[edge.internal, text.map, this.#shape(3)]]);
    this.#node('object', text.Array, 16, [
      [edge.internal, text.map, this.#shape(11)],
      [edge.internal, text.elements, first + 3],
      [edge.element, 0, first + 4],
    ]);
    this.#node('array', text['(object elements)'], 48, [
      [edge.internal, text.map, this.#shape(4)],
      [edge.internal, text.id, first + 4],
    ]);
    this.#node('string', this.#anyText(), 24, [[edge.internal, text.map, this.#shape(3)]]);
    this.#node('object', text.Object, 40, [
      [edge.internal, text.map, this.#shape(20 + (i % 300))],
      [edge.property, this.#anyText(), first + 4],
      [edge.property, text.value, this.#anyNode()],
      [edge.property, text.id, this.#anyNode()],
      [edge.property, text.constructor, this.#shape(17)],
    ]);
  }

  static session(i) {
    const first = this.nodeCount;
    this.#node('object', text.Map, 32, [
      [edge.internal, text.map, this.#shape(12)],
      [edge.internal, text.table, first + 1],
    ]);
    const entries = [[edge.internal, text.map, this.#shape(5)]];
    for (let entry = 0; entry < 6; entry += 1) entries.push([edge.internal, this.#anyText(), first + 2 + entry]);
    this.#node('array', text.table, 200, entries);
    for (let entry = 0; entry < 6; entry += 1) {
      const isText = entry % 2 === 0;
      const edges = [[edge.internal, text.map, this.#shape(isText ? 3 : 30 + (i % 50))]];
      if (!isText) {
        edges.push([edge.property, text.value, this.#anyNode()], [edge.property, text.owner, first]);
        edges.push([edge.property, text.__proto__, this.#shape(18)], [edge.property, text.body, this.#anyNode()]);
      }
      this.#node(isText ? 'string' : 'object', isText ? this.#anyText() : text.Session, 32, edges);
    }
  }

  static listener(i) {
    const first = this.nodeCount;
    this.#node('closure', text.onData, 64, [
      [edge.internal, text.map, this.#shape(13)],
      [edge.internal, text.context, first + 1],
      [edge.internal, text.shared, first + 2],
      [edge.internal, text.feedback_cell, first + 3],
      [edge.hidden, 5, this.#shape(i % 7)],
    ]);
    this.#node('object', text['system / Context'], 40, [
      [edge.internal, text.map, this.#shape(6)],
      [edge.internal, text.previous, Math.max(4, first - 3)],
      [edge.context, this.#anyText(), this.#anyNode()],
      [edge.context, text.handle, first],
      [edge.internal, text.scope_info, this.#shape(19)],
    ]);
    this.#node('code', text['system / SharedFunctionInfo'], 72, [
      [edge.internal, text.map, this.#shape(7)],
      [edge.internal, text.name, this.#shape(8)],
      [edge.hidden, 3, this.#anyNode()],
    ]);
    this.#node('hidden', text['system / FeedbackCell'], 16, [[edge.weak, text.value, first]]);
  }

  static link(i, unit) {
    const first = this.nodeCount;
    const isLast = i + 1 === unit.count;
    const next = isLast ? [] : [[edge.property, text.next, first + 2]];
    this.#node('object', text.Link, 32, [
      [edge.internal, text.map, this.#shape(14)],
      [edge.property, text.value, first + 1],
      ...next,
    ]);
    this.#node('number', text['heap number'], 16, [[edge.internal, text.map, this.#shape(9)]]);
  }

  static buffer(i) {
    const first = this.nodeCount;
    this.#node('object', text.ArrayBuffer, 80, [
      [edge.internal, text.map, this.#shape(15)],
      [edge.internal, text.backing_store, first + 1],
    ]);
    this.#node('native', text['system / JSArrayBufferData'], i % 5000 === 4999 ? 5 * 2 ** 30 : 4096 + i, []);
  }

  static code() {
    const edges = [[edge.internal, text.map, this.#shape(16)]];
    for (let slot = 0; slot < 8; slot += 1) edges.push([edge.hidden, slot, this.#anyNode()]);
    edges.push([edge.weak, text.code, this.#anyNode()]);
    this.#node('code', text['(code)'], 256, edges);
  }

  static number() {
    this.#node('number', text['heap number'], 12, [[edge.internal, text.map, this.#shape(9)]]);
  }
}

const shapes = {
  record: { nodes: 6, make: Program.record },
  session: { nodes: 8, make: Program.session },
  listener: { nodes: 4, make: Program.listener },
  link: { nodes: 2, make: Program.link },
  buffer: { nodes: 2, make: Program.buffer },
  code: { nodes: 1, make: Program.code },
  number: { nodes: 1, make: Program.number },
};

class Writer {
  #file;
  #pending = [];
  #length = 0;

  constructor(path) {
    this.#file = openSync(path, 'w', 0o600);
  }

  write(part) {
    this.#pending.push(part);
    this.#length += part.length;
    if (this.#length > 1 << 20) this.#flush();
  }

  /** A function that writes one record after the other, with V8's commas and line feeds. */
  records() {
    let isFirst = true;
    return (...fields) => {
      this.write(isFirst ? `${fields.join()}\n` : `,${fields.join()}\n`);
      isFirst = false;
    };
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }

  #flush() {
    writeSync(this.#file, this.#pending.join(''));
    this.#pending = [];
    this.#length = 0;
  }
}

function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [path, megabytes] = process.argv.slice(2);
  console.log(JSON.stringify(makeHeap(path, Number(megabytes))));
}
