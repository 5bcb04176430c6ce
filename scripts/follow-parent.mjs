/** Loaded before a program that the demo starts (`node --import`): ends it when the demo dies without a word. */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
