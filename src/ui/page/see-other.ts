/**
 * Sends the browser to another page, which it asks for by GET whatever this request was (303, RFC 9110 §15.4.4). Koa's
 * own `ctx.redirect` would say 302 where nobody has said otherwise, and lint forbids it everywhere else.
 * @param address a path of ours, or an address that was registered
 */
export function seeOther(ctx: { status: number; redirect(address: string): void }, address: string): void {
  ctx.status = 303;
  ctx.redirect(address);
}
