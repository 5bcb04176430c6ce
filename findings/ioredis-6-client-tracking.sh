#!/usr/bin/env bash
# ioredis 6.0.0 speaks RESP3 by default and lets `CLIENT TRACKING ON` succeed, but nobody can hear what it is for.
#
# A good engineer would guess: RESP3 brings push messages, so that a cache in the process can be told that a key was
# changed elsewhere, by an event or a hook of the client; subscribed connections showed that pushes are handled.
#
# Seen: the server sends `invalidate` to the connection (it can be read on its socket), the client reads it, and no event of
# any name is emitted. A cache built on it would serve stale values for ever. Ordinary commands on a subscribed
# connection do work now, which RESP2 refused: pushes are understood, and this kind is dropped.
#
# Source: https://redis.io/docs/latest/develop/reference/client-side-caching/; ioredis README, "RESP3 Protocol"; the
# installed package's built/DataHandler.js.
# Needs: Node 20 or newer, npm, redis-server (Debian package redis-server).
set -euo pipefail
command -v redis-server >/dev/null || { echo 'redis-server is missing'; exit 2; }
folder=$(mktemp -d)
cleanup() { [ -f "$folder/pid" ] && kill "$(cat "$folder/pid")" 2>/dev/null; rm -rf "$folder"; }
trap cleanup EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ioredis@6.0.0
redis-server --port 0 --unixsocket "$folder/socket" --save '' --pidfile "$folder/pid" --daemonize yes >/dev/null
redis-server --version

cat >run.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
const cached = new Redis(process.argv[2]);
const other = new Redis(process.argv[2]);
await cached.set('key', 'old');
const on = await cached.client('TRACKING', 'ON');
await cached.get('key');
let pushed = false;
cached.stream.on('data', (bytes) => (pushed ||= bytes.includes('invalidate')));
const heard = [];
const emit = cached.emit;
cached.emit = function (name, ...values) {
  heard.push(String(name));
  return emit.call(this, name, ...values);
};
await other.set('key', 'new');
await sleep(500);
await cached.subscribe('channel');
const whileSubscribed = await cached.get('key');
const events = heard.filter((name) => !/^(select|ready|connect|subscribe)$/.test(name));
console.log(`TRACKING: ${on}; invalidate on the wire: ${pushed}; events: ${events.join(' ') || 'none'}; GET while subscribed: ${whileSubscribed}`);
const same = on === 'OK' && pushed && events.length === 0 && whileSubscribed === 'new';
console.log(same ? 'as found' : 'this has changed');
cached.disconnect();
other.disconnect();
process.exit(same ? 0 : 1);
JS
node run.mjs "$folder/socket"
