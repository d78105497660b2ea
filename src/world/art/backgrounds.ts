import {geometry, type Place, places, type Scene, type Time, times, type Weather, weathers} from '../scene/scene.ts';
import {lands} from './backgrounds-land.ts';
import {lightOf} from './backgrounds-light.ts';
import {fallSvg, skySvg} from './backgrounds-sky.ts';

/** A whole background as an SVG document: sky, land, then rain or snow. */
export function backgroundSvg(place: Place, time: Time, weather: Weather): string {
	const {side} = geometry;
	const light = lightOf(time, weather);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">${skySvg(light)}${lands[place](light)}${fallSvg(light)}</svg>`;
}

/** Number of backgrounds, and the index of one: by place, then time, then weather. */
export const backgroundCount = places.length * times.length * weathers.length;
export const backgroundIndex = ({place, time, weather}: Pick<Scene, 'place' | 'time' | 'weather'>) =>
	(places.indexOf(place) * times.length + times.indexOf(time)) * weathers.length + weathers.indexOf(weather);
