import type {ModelFacts, RunSettings} from '../run/events.ts';
import {encodePng, type Pixels} from './png.ts';
import {addPngText} from './png-text.ts';

/** What made a picture: travels inside the PNG, so that it can be shown and run again. */
export type Origin = {
	/** Name and version of the program, for example `mmada 0.1.0`. */
	readonly software: string;
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	readonly reasoning: string;
};

/** Keyword of the machine-readable chunk: JSON with `software`, `settings` and `model`. */
const originKeyword = 'mmada';

/**
The PNG file of a result: exactly these pixels, and in iTXt chunks the instruction (`Description`), the reasoning (`Comment`),
`Software`, the settings with the model's digest (`mmada`), and an XMP mark that says the picture was made by a trained model.
*/
export async function encodePicture(image: Pixels, {software, settings, model, reasoning}: Origin): Promise<Uint8Array> {
	return addPngText(await encodePng(image), {
		Description: settings.instruction,
		Comment: reasoning,
		Software: software,
		[originKeyword]: JSON.stringify({software, settings, model}),
		'XML:com.adobe.xmp': provenance(settings.task),
	});
}

/** IPTC digital source type: https://cv.iptc.org/newscodes/digitalsourcetype/ */
function provenance(task: RunSettings['task']): string {
	const type = task === 'gen' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia';
	return [
		'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
		'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
		` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${type}"/>`,
		'</rdf:RDF></x:xmpmeta>',
	].join('');
}
