/** One kind of thing that a program takes and has to give back, as data: patterns are regular expressions over whole names. */
export interface ResourceKind {
  /** What it is called, as in `pool client`. */
  readonly name: string;
  /** The cause that is reported where it is not given back. */
  readonly cause: 'unclosed-file' | 'unreleased-resource' | 'client-per-request';
  readonly acquire: readonly Acquirer[];
  /** Its own methods that give it back. */
  readonly release: string;
  /** Functions that take it and give it back: `close(descriptor)`, `pool.release(client)`. */
  readonly releaseWith?: string;
  /** Methods after which something else gives it back. */
  readonly handsOver?: string;
  /** Its own methods that give back the thing itself, so that what they return still has to be released. */
  readonly chained?: string;
  /** Functions that are given it only borrow it, as an ORM does with a transaction. */
  readonly isLent?: boolean;
  /** It ends with the object that gave it, as a page does with its browser: one of a function is that one's to close. */
  readonly endsWithGiver?: boolean;
  /** It is given back by itself once it has been read to its end. */
  readonly endsWhenRead?: boolean;
  /** What is awaited while it is held fails sooner or later, and then the giving back is skipped. */
  readonly isUsedRiskily?: boolean;
  /** Meant to be held long, so that only one per request is a leak. */
  readonly isLasting?: boolean;
  /** Whether whoever gets it next is in the transaction that was left open. */
  readonly keepsTransaction?: boolean;
  /** The most that can be said of one that nobody gives back. */
  readonly surest?: 'medium' | 'low';
  /** The statement that gives `it` back at the end of a `finally` block; without one, a person has to find the place. */
  readonly finally?: string;
  /** How a message says that it was given back. */
  readonly released: 'closed' | 'given back' | 'ended' | 'terminated' | 'committed or rolled back';
  readonly remedy: string;
}

/** A call or `new` that takes one. */
export interface Acquirer {
  /** Exports of these modules, `default` for the module itself; without modules, methods. */
  readonly from?: readonly string[];
  readonly calls: string;
  /** What a method is called on, by the name of its maker, type or variable. */
  readonly on?: string;
  /** Text that the file has to contain where the name of a method alone says too little. */
  readonly inFilesWith?: string;
  /** `value` is returned, also by a promise; `callback` is passed to the last argument, `(error, it) => …`. */
  readonly form: 'value' | 'callback' | 'either';
  /** What the text of the arguments has to say, such as `keepAlive: true`. */
  readonly given?: string;
}

const finallyRemedy = 'in a finally block';

/** Files, clients, cursors and whatever else is lost where some path forgets it. */
export const resourceTable: readonly ResourceKind[] = [
  {
    name: 'descriptor',
    cause: 'unclosed-file',
    acquire: [
      { from: ['fs', 'graceful-fs'], calls: 'open', form: 'callback' },
      { from: ['fs', 'graceful-fs', 'fs-extra'], calls: 'openSync', form: 'value' },
      { from: ['fs-extra'], calls: 'open', form: 'either' },
    ],
    release: '$^',
    releaseWith: 'close|closeSync',
    finally: 'closeSync(it)',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'file handle',
    cause: 'unclosed-file',
    acquire: [{ from: ['fs/promises'], calls: 'open', form: 'value' }],
    release: 'close',
    handsOver: 'createReadStream|createWriteStream|readLines|readableWebStream',
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'directory',
    cause: 'unclosed-file',
    acquire: [
      { from: ['fs/promises'], calls: 'opendir', form: 'value' },
      { from: ['fs', 'fs-extra'], calls: 'opendirSync', form: 'value' },
      { from: ['fs', 'fs-extra'], calls: 'opendir', form: 'either' },
    ],
    release: 'close|closeSync',
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'file writer',
    cause: 'unclosed-file',
    acquire: [{ from: ['fs', 'graceful-fs', 'fs-extra'], calls: 'createWriteStream', form: 'value' }],
    release: 'end|close|destroy|destroySoon',
    isLasting: true,
    released: 'closed',
    remedy: 'end it when the last line is written',
  },
  {
    name: 'watcher',
    cause: 'unclosed-file',
    acquire: [{ from: ['fs', 'chokidar'], calls: 'watch', form: 'value' }],
    release: 'close',
    isLasting: true,
    released: 'closed',
    remedy: 'close it when the response closes',
  },
  {
    name: 'pool client',
    cause: 'unreleased-resource',
    acquire: [
      { calls: 'connect|getConnection|acquire', on: '\\w*[Pp]ool|createPool\\w*', form: 'either' },
      { from: ['oracledb'], calls: 'getConnection', form: 'either' },
      { calls: 'reserve', on: 'sql|postgres', form: 'value' },
    ],
    release: 'release|end|destroy|close',
    handsOver: 'promise',
    releaseWith: 'release|releaseConnection|destroy',
    keepsTransaction: true,
    isUsedRiskily: true,
    finally: 'it.release()',
    released: 'given back',
    remedy: `release it ${finallyRemedy}`,
  },
  {
    name: 'query runner',
    cause: 'unreleased-resource',
    acquire: [{ calls: 'createQueryRunner', form: 'value' }],
    release: 'release',
    keepsTransaction: true,
    isUsedRiskily: true,
    finally: 'await it.release()',
    released: 'given back',
    remedy: `release it ${finallyRemedy}`,
  },
  {
    name: 'session',
    cause: 'unreleased-resource',
    acquire: [{ calls: 'startSession', inFilesWith: 'mongo|mongoose|startTransaction|withTransaction', form: 'value' }],
    release: 'endSession',
    isLent: true,
    isUsedRiskily: true,
    finally: 'await it.endSession()',
    released: 'ended',
    remedy: `end it ${finallyRemedy}`,
  },
  {
    name: 'transaction',
    cause: 'unreleased-resource',
    acquire: [{ calls: 'transaction', on: '\\w*[Ss]equelize|\\w*[Kk]nex|createKnex', form: 'value' }],
    release: 'commit|rollback',
    isLent: true,
    isUsedRiskily: true,
    released: 'committed or rolled back',
    remedy: 'commit it or roll it back on every path; its connection is held until then',
  },
  {
    name: 'cursor',
    cause: 'unreleased-resource',
    acquire: [
      { from: ['pg-cursor'], calls: 'default|Cursor', form: 'value' },
      { calls: 'cursor', inFilesWith: 'mongo|[Mm]odel', form: 'value' },
      { calls: 'find|aggregate', on: 'collection|\\w*[Cc]ollection', form: 'value' },
    ],
    release: 'close',
    chained: 'batchSize|sort|project|skip|limit|hint|maxTimeMS|addCursorFlag|lean|select|populate|allowDiskUse',
    handsOver: 'eachAsync|forEach|toArray|stream|pipe|map|count|explain|on|once|transformStream|addListener',
    endsWhenRead: true,
    isUsedRiskily: true,
    surest: 'medium',
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'change stream',
    cause: 'unreleased-resource',
    acquire: [
      { calls: 'watch', on: 'collection|\\w*(?:[Cc]ollection|Model)|[A-Z]\\w+', inFilesWith: 'mongo', form: 'value' },
    ],
    release: 'close',
    isLasting: true,
    released: 'closed',
    remedy: 'close it when the response closes',
  },
  {
    name: 'browser',
    cause: 'unreleased-resource',
    acquire: [
      {
        from: ['puppeteer', 'puppeteer-core', 'puppeteer-extra', 'playwright', 'playwright-core'],
        calls: '(?:(?:default|chromium|firefox|webkit|puppeteer)\\.)?launch',
        form: 'value',
      },
    ],
    release: 'close|kill|disconnect',
    isUsedRiskily: true,
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'browser page',
    cause: 'unreleased-resource',
    acquire: [
      { calls: 'newPage|createIncognitoBrowserContext|createBrowserContext', on: '\\w*[Bb]rowser', form: 'value' },
    ],
    endsWithGiver: true,
    release: 'close',
    isUsedRiskily: true,
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}`,
  },
  {
    name: 'worker',
    cause: 'unreleased-resource',
    acquire: [{ from: ['worker_threads'], calls: 'Worker', form: 'value' }],
    release: 'terminate',
    isLasting: true,
    surest: 'low',
    released: 'terminated',
    remedy: 'terminate it when its answer has come, or keep a pool of workers',
  },
  {
    name: 'server',
    cause: 'unreleased-resource',
    acquire: [{ from: ['net', 'http', 'https', 'http2', 'tls'], calls: 'create(?:Secure)?Server', form: 'value' }],
    release: 'close|closeAllConnections',
    isLasting: true,
    surest: 'medium',
    released: 'closed',
    remedy: 'close it when its work is done',
  },
];

/** A kind that a package's client is: what is made per request and not closed stays, with its sockets and timers. */
function clientOf(
  from: readonly string[],
  calls: string,
  more: Partial<Acquirer> & { release?: string; isLent?: boolean } = {},
): ResourceKind {
  const { release = 'close|end|quit|disconnect|destroy', isLent = false, ...acquirer } = more;
  return {
    name: 'client',
    cause: 'client-per-request',
    acquire: [{ from, calls, form: 'value', ...acquirer }],
    release: `${release}|\\$disconnect|shutdown|terminate|dispose`,
    isLasting: true,
    isLent,
    isUsedRiskily: true,
    finally: 'await it.close()',
    released: 'closed',
    remedy: `close it ${finallyRemedy}, or make one for all requests`,
  };
}

/** Clients of databases, queues and other services: each holds sockets, timers or files until it is closed. */
export const clientTable: readonly ResourceKind[] = [
  clientOf(['@prisma/client'], 'PrismaClient'),
  clientOf(['ioredis'], 'default|Redis|Cluster|default\\.Cluster'),
  clientOf(['redis', '@redis/client'], 'createClient|createCluster|createClientPool|default\\.createClient'),
  clientOf(['pg'], 'Pool|Client'),
  clientOf(['postgres'], 'default'),
  clientOf(
    ['mysql', 'mysql2', 'mysql2/promise', 'promise-mysql', 'mariadb'],
    'createPool|createConnection|createPoolCluster',
  ),
  clientOf(['mssql'], 'ConnectionPool|default\\.ConnectionPool'),
  clientOf(['mongodb'], 'MongoClient|MongoClient\\.connect', { form: 'either' }),
  clientOf(['mongoose'], 'createConnection'),
  clientOf(['sequelize', 'sequelize-typescript'], 'default|Sequelize'),
  clientOf(['knex'], 'default|knex', { release: 'destroy' }),
  clientOf(['typeorm'], 'DataSource|createConnection', { release: 'destroy|close' }),
  clientOf(['cassandra-driver', '@elastic/elasticsearch', '@opensearch-project/opensearch'], 'Client'),
  clientOf(['neo4j-driver'], 'driver|default\\.driver'),
  clientOf(
    ['memcached', 'memjs', 'hot-shots', 'node-statsd', 'statsd-client', 'lynx'],
    'default|StatsD|Client\\.create',
  ),
  clientOf(
    ['amqplib', 'amqplib/callback_api', 'amqp-connection-manager', 'mqtt', 'nats', 'stompit'],
    'connect|default\\.connect',
    {
      form: 'either',
    },
  ),
  clientOf(['bull', 'bee-queue'], 'default'),
  clientOf(['bullmq'], 'Queue|Worker|QueueEvents|FlowProducer|QueueScheduler'),
  clientOf(['socket.io-client'], 'default|io|connect|default\\.connect'),
  clientOf(['ws'], 'default|WebSocket'),
  clientOf(['ldapjs'], 'createClient', { release: 'unbind|destroy' }),
  clientOf(['ssh2', 'ssh2-sftp-client', 'basic-ftp', 'ftp'], 'default|Client'),
  clientOf(['nodemailer'], 'createTransport', { given: 'pool\\s*:\\s*true' }),
  clientOf(['node-cache'], 'default', { release: 'close' }),
  clientOf(['http', 'https'], 'Agent', { given: 'keepAlive\\s*:\\s*true', release: 'destroy', isLent: true }),
  clientOf(['agentkeepalive'], 'default|HttpsAgent|HttpAgent', { release: 'destroy', isLent: true }),
  clientOf(['undici'], 'Agent|Pool|Client|ProxyAgent', { isLent: true }),
  clientOf(['piscina'], 'default|Piscina', { release: 'destroy' }),
  clientOf(['kafka-node'], 'KafkaClient|Producer|Consumer|ConsumerGroup'),
  clientOf(['winston'], 'createLogger|default\\.createLogger', {
    given: '\\bFile\\(|RotateFile|handleExceptions|Http\\(',
  }),
  clientOf(['pino'], 'default|pino', { given: 'transport|destination', release: 'flush' }),
  clientOf(['pino'], 'transport|destination|default\\.transport|default\\.destination', { release: 'end' }),
  clientOf(['bunyan'], 'createLogger', { given: 'path\\s*:|rotating-file' }),
];
