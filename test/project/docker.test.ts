import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { schema } from '../../src/settings/schema.js';
import { readCopy, readDockerfile } from '../support/service/dockerfile.js';

const KNOWN = new Set('COPY RUN ENV WORKDIR VOLUME USER EXPOSE STOPSIGNAL HEALTHCHECK CMD'.split(' '));

describe('docker/Dockerfile', () => {
  const stages = readDockerfile('docker/Dockerfile');
  const final = stages.at(-1)!;
  const all = stages.flatMap(({ instructions }) => instructions);
  const of = (name: string) => final.instructions.filter((one) => one.name === name).map(({ text }) => text);

  it('uses known instructions, on the Node that the service runs on', () => {
    for (const { name, text } of all) assert.ok(KNOWN.has(name), `${name} ${text}`);
    for (const { base } of stages) assert.match(base, /^node:24-bookworm-slim$/);
  });

  it('copies what is there and reaches the builder', () => {
    const let_in = readFileSync('.dockerignore', 'utf8')
      .match(/^!.+$/gm)!
      .map((line) => line.slice(1));
    for (const { text } of all.filter(({ name }) => name === 'COPY')) {
      const { from, sources } = readCopy(text);
      if (from) {
        assert.ok(
          stages.some(({ name }) => name === from),
          `no stage ${from}`,
        );
        continue;
      }
      for (const source of sources) {
        assert.ok(existsSync(source), source);
        assert.ok(let_in.includes(source.replace(/^\.\//, '')), `.dockerignore keeps ${source} out`);
      }
    }
  });

  it("builds argon2 with what it needs, for more CPUs than the builder's, before development packages go", () => {
    const [build] = stages;
    const steps = build!.instructions.filter(({ name }) => name === 'RUN').map(({ text }) => text);
    const at = (step: RegExp) => steps.findIndex((text) => step.test(text));
    const order = [
      /apt-get install .*\bpython3 make g\+\+/,
      /^npm install .*--ignore-scripts/,
      /argon2\.mjs --portable/,
    ];
    const places = [...order, /^npm prune/].map(at);
    assert.ok(!places.includes(-1), steps.join('\n'));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(!final.instructions.some(({ text }) => /apt-get/.test(text)), 'no compiler where it runs');
  });

  it('bounds the heap as npm start and the benchmark do', async () => {
    const { heapFlags } = (await import('../../bench/tree.mjs' as string)) as { heapFlags(): string[] };
    const texts = ['docker/Dockerfile', 'package.json'].map((file) => readFileSync(file, 'utf8'));
    const limits = [...texts, heapFlags().join(' ')].map((text) =>
      text.match(/--max-(old|semi)-space-size=\d+/g)?.join(' '),
    );
    assert.match(limits[0] ?? '', /old.*semi/);
    assert.equal(new Set(limits).size, 1);
  });

  it('ends without root, without development packages, with a health check and every setting spelt right', () => {
    assert.equal(of('USER').at(-1), 'node');
    assert.equal(of('HEALTHCHECK').length, 1);
    assert.deepEqual(JSON.parse(of('CMD').at(-1)!).slice(-1), ['dist/src/main.js']);
    assert.ok(all.some(({ text }) => /npm prune.*--omit=dev/.test(text)));
    for (const [name] of of('ENV')
      .join(' ')
      .matchAll(/\bYIHAO_\w+/g))
      assert.ok(name in schema.shape, name);
    assert.ok(!all.some(({ text }) => /_KEY=|PASSWORD=/.test(text)), 'a secret in a layer is in the image for ever');
  });
});

/** The part of the Compose specification that this file uses, with nothing beside it. */
const service = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  networks: z.array(z.string()),
  depends_on: z
    .union([
      z.array(z.string()),
      z.record(
        z.string(),
        z.strictObject({
          condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
        }),
      ),
    ])
    .optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  stop_grace_period: z
    .string()
    .regex(/^\d+(s|m)$/)
    .optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  volumes: z.array(z.string().regex(/^[^:]+:\/[^:]+(:ro)?$/)).optional(),
  ports: z.array(z.string().regex(/^([\d.]+:)?\d+:\d+$/)).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.enum(['CMD', 'CMD-SHELL']), z.string()], z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
    })
    .optional(),
});
const compose = z.strictObject({
  name: z.string(),
  'x-node': z.unknown(),
  services: z.record(z.string(), service),
  networks: z.record(
    z.string(),
    z.strictObject({
      internal: z.boolean().optional(),
      ipam: z.strictObject({ config: z.array(z.strictObject({ subnet: z.string() })) }).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

describe('docker/compose.yaml', () => {
  const file = compose.parse(parse(readFileSync('docker/compose.yaml', 'utf8'), { merge: true }));
  const services = Object.entries(file.services);
  const nodes = services.filter(([name]) => /^yihao-\d+$/.test(name)).map(([, one]) => one);

  it('names only services, networks, volumes and files that are there', () => {
    const used = new Set<string>();
    for (const [name, one] of services) {
      for (const network of one.networks) assert.ok(network in file.networks, `${name}: ${network}`);
      const needed = Array.isArray(one.depends_on) ? one.depends_on : Object.keys(one.depends_on ?? {});
      for (const other of needed) assert.ok(other in file.services, `${name} depends on ${other}`);
      for (const volume of one.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (!source.startsWith('.')) {
          assert.ok(source in file.volumes, `${name}: ${source}`);
          used.add(source);
        } else if (source !== './certs') assert.ok(existsSync(join('docker', source)), `${name}: ${source}`);
      }
      if (one.build) assert.ok(existsSync(join('docker', one.build.context, one.build.dockerfile)));
      if (!one.build) assert.match(one.image, /:v?\d+(\.\d+)*$/, `${name} has a fixed version`);
    }
    assert.deepEqual([...used].toSorted(), Object.keys(file.volumes).toSorted());
  });

  it('waits only for the health of those who have a health check', () => {
    for (const [name, { depends_on: needed = {} }] of services) {
      for (const [other, { condition }] of Array.isArray(needed) ? [] : Object.entries(needed)) {
        if (condition === 'service_healthy') assert.ok(file.services[other]?.healthcheck, `${name} waits for ${other}`);
      }
    }
  });

  it('runs two nodes that are read-only, without rights, with time to drain, and closed stores', () => {
    assert.equal(nodes.length, 2);
    for (const node of nodes) {
      assert.equal(node.read_only, true);
      assert.deepEqual(node.cap_drop, ['ALL']);
      assert.equal(node.stop_grace_period, '30s');
      assert.equal(node.ports, undefined);
    }
    for (const name of ['mysql', 'redis', 'prometheus']) {
      assert.deepEqual(file.services[name]?.networks, ['inside']);
      assert.equal(file.services[name]?.ports, undefined);
    }
    assert.equal(file.networks.inside?.internal, true);
    assert.match(file.services.redis?.command?.join(' ') ?? '', /appendonly yes.*maxmemory-policy noeviction/);
  });

  it('spells every setting right, and takes every secret from outside', () => {
    const example = readFileSync('docker/.env.example', 'utf8');
    for (const [name, { environment = {} }] of services) {
      for (const [setting, value] of Object.entries(environment)) {
        if (setting.startsWith('YIHAO_')) assert.ok(setting in schema.shape, `${name}: ${setting}`);
        if (/PASSWORD$|_KEY$/.test(setting) && setting !== 'MYSQL_RANDOM_ROOT_PASSWORD') assert.match(value, /^\$\{/);
        for (const [, variable] of value.matchAll(/\$\{(\w+)/g))
          assert.match(example, new RegExp(`^${variable}=`, 'm'), `docker/.env.example lacks ${variable}`);
      }
    }
  });

  it('settings make a service, once the blanks are filled in', async () => {
    const { loadSettings } = await import('../../src/settings/index.js');
    const given = {
      YIHAO_ISSUER: 'https://id.example',
      MYSQL_PASSWORD: 'a',
      REDIS_PASSWORD: 'b',
      YIHAO_MASTER_KEY: Buffer.alloc(32).toString('base64'),
      YIHAO_REGISTRY: 'simulated',
    } as Record<string, string>;
    for (const { environment = {} } of nodes) {
      const filled = Object.entries(environment).map(([name, value]) => [
        name,
        value.replace(/\$\{(\w+)[^}]*\}/g, (_, variable: string) => given[variable] ?? ''),
      ]);
      assert.equal(loadSettings(Object.fromEntries(filled)).YIHAO_ISSUER, 'https://id.example');
    }
  });
});

describe('docker/grafana and docker/prometheus', () => {
  it('scrape the nodes where they listen, with rules that are mounted', () => {
    const prometheus = parse(readFileSync('docker/prometheus/prometheus.yml', 'utf8'));
    const targets: string[] = prometheus.scrape_configs[0].static_configs[0].targets;
    assert.deepEqual(targets, ['yihao-1:9300', 'yihao-2:9300']);
    assert.match(readFileSync('docker/Dockerfile', 'utf8'), /YIHAO_MANAGEMENT_PORT=9300/);
    assert.deepEqual(prometheus.rule_files, ['/etc/prometheus/alarms.yml']);
  });

  it('draw only figures that the service has', () => {
    const sources = ['src/connectors/telemetry/metrics.ts', 'src/container/watch.ts'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const known = new Set(sources.join('').match(/\byihao_[a-z_]+/g));
    for (const part of ['busy', 'waiting', 'refused']) known.add(`yihao_hash_${part}`);
    const dashboard = JSON.parse(readFileSync('docker/grafana/dashboards/yihao.json', 'utf8'));
    const drawn: string[] = dashboard.panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.flatMap(({ expr }) => expr.match(/\byihao_[a-z_]+/g) ?? []),
    );
    assert.ok(drawn.length > 10);
    for (const name of drawn) assert.ok(known.has(name.replace(/_(bucket|count|sum)$/, '')), name);
  });
});
