import type {MachineNames} from '../../table/flag.ts';

/** Names that only this machine knows, as completions ask for them; what cannot be read has none. */
export const machineNames: Readonly<Record<string, () => Promise<readonly string[]>>> = {
	async models() {
		const [{modelPlaces}, {bundledName, storedNames}] = await Promise.all([
			import('../../../app/model-places.ts'),
			import('../../../store/stored-models.ts'),
		]);
		const {modelsFolder} = modelPlaces();
		return [bundledName, ...(modelsFolder === undefined ? [] : await storedNames(modelsFolder))];
	},
	async runs() {
		const {keptRuns} = await import('../../../app/kept-runs.ts');
		return (await keptRuns()).map(({id}) => id);
	},
} satisfies Readonly<Record<MachineNames, () => Promise<readonly string[]>>>;
