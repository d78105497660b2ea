import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {codeToTile, tileToCode} from '../../../src/world/codes.ts';
import {worldDefinition} from '../../../src/world/export/definition.ts';
import {colours, nouns, places, sizes, times, weathers} from '../../../src/world/scene/scene.ts';

const file = new URL('../../../training/mmada_training/world.json', import.meta.url);

test('training reads the world as it is: `mmada world` writes the file that the Python package carries', async () => {
	expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(worldDefinition)));
});

const bitsOf = (fields: readonly {readonly name: string; readonly shift: number}[], values: Readonly<Record<string, number>>) =>
	fields.reduce((code, {name, shift}) => code | ((values[name] ?? 0) << shift), 0);

test.each([
	{noun: 'bee', colour: 'purple', size: 'large', part: 3},
	{noun: 'umbrella', colour: 'white', size: 'small', part: 0},
] as const)('the fields of a code mean what a tile of a $noun is', ({noun, colour, size, part}) => {
	const {kind, object} = worldDefinition.code;
	const values = {colour: colours.indexOf(colour), size: sizes.indexOf(size), part};
	expect((nouns.indexOf(noun) << kind.shift) | bitsOf(object, values)).toBe(
		tileToCode({type: 'object', object: {noun, colour, size}, part}),
	);
});

test.each([{place: 'town', time: 'night', weather: 'snow', row: 5}] as const)('and what the background of a $place is', values => {
	const {kind, background} = worldDefinition.code;
	const {place, time, weather, row} = values;
	const fields = {time: times.indexOf(time), weather: weathers.indexOf(weather), row};
	const code = ((nouns.length + places.indexOf(place)) << kind.shift) | bitsOf(background, fields);
	expect(codeToTile(code)).toEqual({type: 'background', background: {place, time, weather}, row});
});
