import {expect, test} from 'vitest';
import {flagsPage} from './flags-page.ts';
import {settingsPage} from './settings-page.ts';

test('docs/settings.md lists the settings (`npm run docs:flags` writes it)', async () => {
	await expect(settingsPage()).toMatchFileSnapshot('../../../docs/settings.md');
});

test('docs/flags.md lists commands, flags and exit codes (`npm run docs:flags` writes it)', async () => {
	await expect(flagsPage()).toMatchFileSnapshot('../../../docs/flags.md');
});
