import {createRandom} from '../../world/random.ts';
import {fillTemplate, type VoiceItem} from '../../world/voices/fill.ts';
import {parseTemplate} from '../../world/voices/template.ts';
import requests from './requests.json' with {type: 'json'};

/**
Requests of writers that no model was trained on, as they put them (`mmada world --corpus` draws them from the corpus's test writers).
Free parts of a goal are drawn once, always the same.
*/
export const voices: readonly VoiceItem[] = requests.map((request, index) => {
	const item = fillTemplate(createRandom(index), parseTemplate(request, request.writer));
	if (!item) throw new RangeError(`This request cannot be drawn: ${request.say}`);
	return item;
});

export const isVoice = (item: object): item is VoiceItem => 'writer' in item && 'kind' in item;
