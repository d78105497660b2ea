import {expect, test} from 'vitest';
import {type Death, describeDeath, describeStartFailure} from '../../src/engine/death.ts';
import {endlessMark} from '../../src/runtime/bounded-work.ts';

const death: Death = {code: null, signal: null, stage: 'running', step: 2, steps: 9, stderr: ''};

test.each([
	[
		{signal: 'SIGKILL', stderr: `${endlessMark}\n`},
		"The engine was ended because the model's tokenizer does not come to an end, after step 2 of 9.",
		65,
	],
	[{signal: 'SIGKILL'}, 'The engine was ended by the system, most likely because memory ran out, after step 2 of 9.', 69],
	[{code: 137}, 'The engine was ended by the system, most likely because memory ran out, after step 2 of 9.', 69],
	[{signal: 'SIGABRT', stderr: 'FATAL ERROR: JavaScript heap out of memory'}, 'The engine ran out of memory after step 2 of 9.', 69],
	[{signal: 'SIGABRT', stderr: "terminate called after throwing 'std::bad_alloc'"}, 'The engine ran out of memory after step 2 of 9.', 69],
	[{code: 0xc0000017}, 'The engine ran out of memory after step 2 of 9.', 69],
	[{signal: 'SIGABRT'}, 'The engine was aborted by the inference library after step 2 of 9.', 70],
	[{code: 134}, 'The engine was aborted by the inference library after step 2 of 9.', 70],
	[{code: 0xc0000409}, 'The engine was aborted by the inference library after step 2 of 9.', 70],
	[{signal: 'SIGSEGV'}, 'The engine crashed in the inference library after step 2 of 9.', 70],
	[{signal: 'SIGBUS'}, 'The engine crashed in the inference library after step 2 of 9.', 70],
	[{code: 0xc0000005}, 'The engine crashed in the inference library after step 2 of 9.', 70],
	[{signal: 'SIGILL'}, 'The engine met an instruction that this processor lacks after step 2 of 9.', 69],
	[{code: 0xc000001d}, 'The engine met an instruction that this processor lacks after step 2 of 9.', 69],
	[{signal: 'SIGHUP'}, 'The engine was told to stop by another program after step 2 of 9.', 143],
	[{signal: 'SIGXCPU'}, 'The engine ended unexpectedly (SIGXCPU) after step 2 of 9.', 70],
	[{code: 0}, 'The engine ended unexpectedly (exit code 0) after step 2 of 9.', 70],
	[{code: 7, stage: 'starting'}, 'The engine ended unexpectedly (exit code 7) before it was up.', 70],
	[{code: 7, stage: 'opening'}, 'The engine ended unexpectedly (exit code 7) while it opened the model.', 70],
	[{code: 7, stage: 'idle'}, 'The engine ended unexpectedly (exit code 7) between two runs.', 70],
] satisfies [Partial<Death>, string, number][])('%j is told as a sentence', (how, message, exitCode) => {
	const error = describeDeath({...death, ...how});
	expect(error).toMatchObject({name: 'UserError', message, exitCode});
	expect(error.hint).toMatch(/\.$/);
});

test('before the first step is said too', () => {
	const {step, steps, ...early} = death;
	expect(describeDeath({...early, signal: 'SIGKILL'}).message).toContain('memory ran out, before the first step.');
});

test('the end of stderr is kept as the cause', () => {
	expect(describeDeath({...death, code: 1, stderr: 'boom\n'})).toHaveProperty('cause.message', 'boom');
	expect(describeDeath({...death, code: 1})).toHaveProperty('cause.message', 'The engine wrote nothing to stderr.');
});

test('a process that could not be created is told as a sentence', () => {
	expect(describeStartFailure('spawn EAGAIN')).toMatchObject({message: 'The engine did not start: spawn EAGAIN.', exitCode: 69});
});
