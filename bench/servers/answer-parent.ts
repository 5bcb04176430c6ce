import { writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { Session } from 'node:inspector/promises';
import type { Question } from '../sides/server-process.js';

/** The other end of `ServerProcess`: says that the server listens, answers questions, ends when the parent does. */
export async function answerParent(server: Server, port: number, chooseHashing: (real: boolean) => void) {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  let profiling: Session | undefined;

  const profile = async (file: string | undefined): Promise<void> => {
    if (file === undefined) {
      profiling = new Session();
      profiling.connect();
      await profiling.post('Profiler.enable');
      await profiling.post('Profiler.start');
      return;
    }
    const result = await profiling!.post('Profiler.stop');
    writeFileSync(file, JSON.stringify(result.profile));
    profiling!.disconnect();
  };

  const answer = async (question: Question): Promise<unknown> => {
    switch (question.ask) {
      case 'hashing':
        return chooseHashing(question.real);
      case 'profile':
        return profile(question.file);
    }
  };

  process.on('message', async (message: Question & { id: number }) => {
    process.send?.({ id: message.id, answer: await answer(message) });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ id: 0 });
}
