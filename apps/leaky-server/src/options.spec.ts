import { causes } from '@watertight/catalog';
import { parseInvocation, type ServerOptions } from './options.ts';

function optionsOf(args: string[], environment: Record<string, string> = {}): ServerOptions {
  const invocation = parseInvocation(args, environment);
  if (invocation.kind !== 'serve') throw new Error('expected options');
  return invocation.options;
}

test('without flags every cause leaks on port 3000 of this machine alone', () => {
  const causeIds = causes.map((cause) => cause.id);
  expect(optionsOf([])).toEqual({ half: 'leaky', causeIds, host: '127.0.0.1', port: 3000 });
});

test('variables say the same as flags', () => {
  const environment = {
    WATERTIGHT_LEAKY_FIXED: '1',
    WATERTIGHT_LEAKY_CAUSES: 'unclosed-file, unbounded-cache,',
    PORT: '8080',
    HOST: '::1',
  };
  const args = ['--fixed', '--cause', 'unclosed-file', '--cause', 'unbounded-cache', '--port', '8080', '--host', '::1'];
  expect(optionsOf([], environment)).toEqual(optionsOf(args));
  expect(optionsOf(args)).toEqual({
    half: 'fixed',
    causeIds: ['unbounded-cache', 'unclosed-file'],
    host: '::1',
    port: 8080,
  });
});

test('a flag wins over its variable', () => {
  const environment = { WATERTIGHT_LEAKY_CAUSES: 'unclosed-file', WATERTIGHT_LEAKY_FIXED: '0', PORT: '1', HOST: 'a' };
  const args = ['--cause', 'leaky-dependency', '--fixed', '--port', '0', '--host', '127.0.0.1'];
  const expected = { half: 'fixed', causeIds: ['leaky-dependency'], host: '127.0.0.1', port: 0 };
  expect(optionsOf(args, environment)).toEqual(expected);
});

test('empty variables count as unset', () => {
  const environment = { WATERTIGHT_LEAKY_CAUSES: '', WATERTIGHT_LEAKY_FIXED: '', PORT: '', HOST: '' };
  expect(optionsOf([], environment)).toEqual(optionsOf([]));
});

test('a cause named twice is mounted once', () => {
  expect(optionsOf(['--cause', 'unclosed-file', '--cause', 'unclosed-file']).causeIds).toEqual(['unclosed-file']);
});

test.each([
  [['--cause', 'unbound-cache'], {}, /"unbound-cache" is no cause; the causes are anchored-cycle, unbounded-cache/],
  [[], { WATERTIGHT_LEAKY_CAUSES: 'a,unclosed-file' }, /"a" is no cause/],
  [[], { WATERTIGHT_LEAKY_FIXED: 'yes' }, /WATERTIGHT_LEAKY_FIXED is "yes"; set it to 1 or 0/],
  [['--port', '65536'], {}, /"65536" is no port/],
  [['--port', ' 80'], {}, /" 80" is no port/],
  [[], { PORT: '/run/app.sock' }, /"\/run\/app.sock" is no port/],
  [['--leaky'], {}, /unknown option '--leaky'; --help lists the flags/],
  [['--cause'], {}, /'--cause <value>' argument missing/],
  [['unclosed-file'], {}, /unexpected argument 'unclosed-file'/],
])('%j with %j is refused', (args, environment, message) => {
  expect(() => parseInvocation(args, environment)).toThrow(message);
});

test('help is shown before anything else is judged', () => {
  expect(parseInvocation(['-h', '--cause', 'none'], {})).toEqual({ kind: 'help' });
});
