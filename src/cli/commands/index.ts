import type {ExitCode} from '../../errors.ts';
import type {Parsed} from '../parse/parse.ts';
import type {CommandName} from '../table/commands.ts';

type Action = (parsed: Parsed) => Promise<ExitCode>;

/** Code of each command, loaded when it is asked for; `session` is `mmada` alone. */
export const actions: {readonly [Name in CommandName | 'session']: () => Promise<Action>} = {
	session: async () => (await import('./session/start-session.ts')).startSession,
	gen: async () => (await import('./gen.ts')).gen,
	edit: async () => (await import('./edit.ts')).edit,
	models: async () => (await import('./models/models.ts')).models,
	doctor: async () => (await import('./doctor/doctor.ts')).doctor,
	completion: async () => (await import('./completion/completion.ts')).completion,
	man: async () => (await import('./man.ts')).man,
	config: async () => (await import('./config.ts')).config,
	show: async () => (await import('./show.ts')).show,
	rerun: async () => (await import('./rerun.ts')).rerun,
	replay: async () => (await import('./replay.ts')).replayFile,
	batch: async () => (await import('./batch/batch.ts')).batch,
	worker: async () => (await import('./worker.ts')).worker,
	queue: async () => (await import('./queue.ts')).queue,
	resume: async () => (await import('./resume.ts')).resume,
	runs: async () => (await import('./runs.ts')).runs,
	bench: async () => (await import('./bench.ts')).bench,
	serve: async () => (await import('./serve.ts')).serve,
	mcp: async () => (await import('./mcp.ts')).mcp,
	words: async () => (await import('./words.ts')).words,
	world: async () => (await import('./world.ts')).world,
};
