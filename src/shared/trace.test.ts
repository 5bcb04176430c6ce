import assert from 'node:assert/strict';
import { currentTrace, inTrace, newTrace, readTraceparent, writeTraceparent } from './trace.js';

describe('trace context', () => {
  const header = `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`;

  it('is read as it was written', () => {
    assert.equal(writeTraceparent(readTraceparent(header)!), header);
  });

  it('ignores what is none', () => {
    const zero = `00-${'0'.repeat(32)}-${'b2'.repeat(8)}-01`;
    for (const text of ['', 'x', header.toUpperCase(), `${header}-more`, header.replace('00-', 'ff-'), zero, '\0'])
      assert.equal(readTraceparent(text), undefined, text);
  });

  it('is there for all that the work sets off, and for nothing else', async () => {
    const trace = newTrace();
    await inTrace(trace, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      assert.equal(currentTrace(), trace);
      await inTrace(undefined, async () => assert.equal(currentTrace(), undefined));
    });
    assert.equal(currentTrace(), undefined);
    assert.equal(newTrace(trace).traceId, trace.traceId);
    assert.notEqual(newTrace(trace).spanId, trace.spanId);
  });
});
