import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Middleware } from 'koa';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The service's own files: read once, served from memory under names that hold their digest. */
export interface Assets {
  /** The address of a file; its digest is in the name, so it may be cached for good. */
  url(name: string): string;
  serve: Middleware;
}

/**
 * Reads a flat folder. Only what was in it at start can ever be served, so no path leads out of it.
 * A missing folder serves nothing: pages are then readable without style.
 */
export function loadAssets(directory: string): Assets {
  const addresses = new Map<string, string>();
  const files = new Map<string, { type: string; body: Buffer; packed: Buffer }>();
  for (const name of existsSync(directory) ? readdirSync(directory).sort() : []) {
    const extension = extname(name);
    const type = TYPES[extension];
    if (!type) continue;
    const body = readFileSync(join(directory, name));
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const address = `/assets/${name.slice(0, -extension.length)}.${digest}${extension}`;
    addresses.set(name, address);
    files.set(address, { type, body, packed: gzipSync(body, { level: 9 }) });
  }
  return {
    url: (name) => addresses.get(name) ?? `/assets/${name}`,
    serve: (ctx, next) => {
      const file = files.get(ctx.path);
      if (!file || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
      ctx.state.route = 'asset';
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
      ctx.set('Content-Type', file.type);
      ctx.vary('Accept-Encoding');
      const pack = ctx.acceptsEncodings('gzip', 'identity') === 'gzip' && file.packed.length < file.body.length;
      if (pack) ctx.set('Content-Encoding', 'gzip');
      ctx.body = pack ? file.packed : file.body;
      return undefined;
    },
  };
}
