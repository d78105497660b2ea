import path from 'node:path';
import {expect, test} from 'vitest';
import {foldersOf} from '../../src/app/folders.ts';

const home = '/home/ann';

test.each([
	{
		platform: 'linux',
		env: {},
		config: '/home/ann/.config/mmada',
		data: '/home/ann/.local/share/mmada',
		state: '/home/ann/.local/state/mmada',
	},
	{
		platform: 'freebsd',
		env: {XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s'},
		config: '/c/mmada',
		data: '/d/mmada',
		state: '/s/mmada',
	},
	{
		platform: 'linux',
		env: {XDG_CONFIG_HOME: 'relative', XDG_DATA_HOME: '', XDG_STATE_HOME: './here'},
		config: '/home/ann/.config/mmada',
		data: '/home/ann/.local/share/mmada',
		state: '/home/ann/.local/state/mmada',
	},
	{
		platform: 'linux',
		env: {XDG_STATE_HOME: '/s', MMADA_CONFIG_DIR: '/mine/c', MMADA_DATA_DIR: '/mine/d', MMADA_STATE_DIR: '/mine/s'},
		config: '/mine/c',
		data: '/mine/d',
		state: '/mine/s',
	},
	{
		platform: 'darwin',
		env: {XDG_DATA_HOME: '/d'},
		config: '/home/ann/Library/Preferences/mmada',
		data: '/home/ann/Library/Application Support/mmada',
		state: '/home/ann/Library/Application Support/mmada/State',
	},
	{
		platform: 'win32',
		env: {LOCALAPPDATA: '/local', APPDATA: '/roaming'},
		config: '/roaming/mmada/Config',
		data: '/local/mmada/Data',
		state: '/local/mmada/State',
	},
])('on $platform with $env the state is in $state', ({platform, env, config, data, state}) => {
	const expected = {config: path.normalize(config), data: path.normalize(data), state: path.normalize(state)};
	expect(foldersOf({platform, env, home})).toEqual(expected);
});
