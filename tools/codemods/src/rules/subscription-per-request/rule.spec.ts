import { fixedBy, testRule } from '../../testing/rule-cases.ts';

testRule('subscription-per-request', {
  valid: [
    [
      'an end when the response closes',
      {
        'app.ts': `import { Subject } from 'rxjs';
import http from 'node:http';
const s = new Subject<string>();
http.createServer((req, res) => { const sub = s.subscribe((x) => res.write(x)); res.on('close', () => sub.unsubscribe()); });`,
      },
    ],
    [
      'takeUntil',
      {
        'app.ts': `import { Subject, fromEvent, takeUntil } from 'rxjs';
import http from 'node:http';
const s = new Subject<string>();
http.createServer((req, res) => { s.pipe(takeUntil(fromEvent(res, 'close'))).subscribe((x) => res.write(x)); });`,
      },
    ],
    [
      'take, and the first value alone',
      {
        'app.ts': `import { Subject, take, firstValueFrom } from 'rxjs';
import http from 'node:http';
const s = new Subject<string>();
http.createServer(async (req, res) => { s.pipe(take(1)).subscribe((x) => res.end(x)); await firstValueFrom(s); });`,
      },
    ],
    [
      'an observable that Nest subscribes to',
      {
        'app.ts': `import { Controller, Sse } from '@nestjs/common';
import { Subject, map } from 'rxjs';
const s = new Subject<string>();
@Controller() export class C { @Sse('x') x() { return s.pipe(map((data) => ({ data }))); } }`,
      },
    ],
    [
      'sources that complete',
      {
        'app.ts': `import { of, from } from 'rxjs';
import http from 'node:http';
http.createServer((req, res) => { of(req.url).subscribe((x) => res.write(x)); from(fetch('x')).subscribe(() => res.end()); });`,
      },
    ],
    [
      'a subject of the request',
      {
        'app.ts': `import { Subject } from 'rxjs';
import http from 'node:http';
http.createServer((req, res) => { const s = new Subject<string>(); s.subscribe((x) => res.write(x)); s.next('x'); s.complete(); res.end(); });`,
      },
    ],
    [
      'a subscription at start',
      {
        'app.ts': `import { Subject } from 'rxjs';
const s = new Subject<string>();
s.subscribe((x) => console.log(x));
require('http').createServer((req: any, res: any) => { s.next(req.url); res.end(); });`,
      },
    ],
  ],
  invalid: [
    [
      'a subject of the module',
      {
        'app.ts': `import { Subject } from 'rxjs';
import express from 'express';
const prices = new Subject<number>();
express().get('/live', (_req, res) => { prices.subscribe((p) => { res.write(String(p)); }); }); // leak`,
      },
    ],
    [
      'a subject of a service, through a pipe',
      {
        'app.ts': `import { Injectable } from '@nestjs/common';
import { BehaviorSubject } from 'rxjs';
import { filter } from 'rxjs/operators';
@Injectable()
export class Feed { readonly state$ = new BehaviorSubject(0); watch(cb: (n: number) => void) { this.state$.pipe(filter(Boolean)).subscribe(cb); } } // leak`,
        'caller.ts': `import { Controller, Get } from '@nestjs/common';
import { Feed } from './app';
@Controller()
export class FeedController { constructor(private readonly feed: Feed) {} @Get() go() { this.feed.watch((n) => console.log(n)); return 1; } }`,
      },
    ],
    [
      'an interval',
      {
        'app.js': `const { interval } = require('rxjs');
const tick$ = interval(1000);
require('http').createServer((req, res) => { tick$.subscribe((n) => res.write(String(n))); }); // leak`,
      },
    ],
    [
      'events of a shared emitter',
      {
        'app.ts': `import { fromEvent } from 'rxjs';
import { EventEmitter } from 'node:events';
import http from 'node:http';
const bus = new EventEmitter();
http.createServer((req, res) => { fromEvent(bus, 'tick').subscribe(() => res.write('x')); }); // leak`,
      },
    ],
    [
      'a subscription that is only looked at',
      {
        'app.ts': `import { Subject, type Subscription } from 'rxjs';
import http from 'node:http';
const s = new Subject<string>();
http.createServer((req, res) => { const sub: Subscription = s.subscribe((x) => res.write(x)); res.on('finish', () => { console.log(sub.closed); }); }); // leak`,
      },
    ],
  ],
});

test('the rewrite ends the subscription when the response closes', () => {
  const source = `import { Subject } from 'rxjs';\nimport http from 'node:http';\nconst ticks = new Subject<string>();\nhttp.createServer((_req, res) => {\n  ticks.subscribe((tick) => res.write(tick));\n});\n`;
  expect(fixedBy('subscription-per-request', source)).toContain(
    `  const subscription = ticks.subscribe((tick) => res.write(tick));\n  res.once('close', () => subscription.unsubscribe());\n`,
  );
});
