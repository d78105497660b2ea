import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';

/** Settings of the Hugging Face Hub from the environment, by the names that its own programs know. */
export type HubSettings = {
	/** URL of the hub, without a slash at the end. */
	readonly endpoint: string;
	/** Token of the user there. */
	readonly token: string | undefined;
	/** The file that holds it when the environment does not. */
	readonly tokenFile: string | undefined;
	/** Cache of other programs. */
	readonly cache: string | undefined;
	readonly isOffline: boolean;
	readonly proxies: Proxies;
};

/** Proxies that requests go through, if any, and hosts that need none. */
export type Proxies = {readonly http: string | undefined; readonly https: string | undefined; readonly none: string};

type Env = Readonly<Record<string, string | undefined>>;

/** Read the settings. @throws UserError (78) for an endpoint or a proxy that is no address */
export function hubSettings(env: Env, home: string | undefined): HubSettings {
	const hfHome = env.HF_HOME || below(env.XDG_CACHE_HOME || below(home, '.cache'), 'huggingface');
	const endpoint = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
	checkAddress('HF_ENDPOINT', endpoint);
	const all = env.all_proxy || env.ALL_PROXY;
	const proxies = {
		// In capitals a server could set it by a header of a request: the usual rule, after curl.
		http: proxyIn(env, 'http_proxy', 'HTTP_PROXY') || all,
		https: proxyIn(env, 'https_proxy', 'HTTPS_PROXY') || all,
		none: env.no_proxy || env.NO_PROXY || '',
	};
	if (proxies.http) checkAddress('HTTP_PROXY', proxies.http);
	if (proxies.https) checkAddress('HTTPS_PROXY', proxies.https);
	return {
		endpoint,
		token: cleaned(env.HF_TOKEN || env.HUGGING_FACE_HUB_TOKEN),
		tokenFile: env.HF_TOKEN_PATH || below(hfHome, 'token'),
		cache: env.HF_HUB_CACHE || env.HUGGINGFACE_HUB_CACHE || below(hfHome, 'hub'),
		isOffline: isTrue(env.HF_HUB_OFFLINE) || isTrue(env.TRANSFORMERS_OFFLINE),
		proxies,
	};
}

/** The proxy for an address, if it needs one. */
export function proxyFor(url: URL, {http, https, none}: Proxies): string | undefined {
	const proxy = url.protocol === 'https:' ? https : http;
	if (!proxy) return;
	const host = url.hostname.toLowerCase();
	const port = url.port || (url.protocol === 'https:' ? '443' : '80');
	const isExempt = none
		.split(/[\s,]+/)
		.filter(entry => entry !== '')
		.some(entry => {
			const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
			if (only !== undefined && only !== port) return false;
			const domain = name.replace(/^\*?\./, '');
			return name === '*' || host === domain || host.endsWith(`.${domain}`);
		});
	return isExempt ? undefined : proxy;
}

const proxyIn = (env: Env, small: string, capital: string) => env[small] || env[capital];
const below = (folder: string | undefined, ...names: readonly string[]) => (folder ? path.join(folder, ...names) : undefined);
const isTrue = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value ?? '');

/** A token is copied by hand: spaces and line feeds around it are none of its. */
export function cleaned(token: string | undefined): string | undefined {
	const text = token?.trim() ?? '';
	return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

function checkAddress(name: string, text: string): void {
	if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
	throw new UserError(`${name} is no address that begins with http:// or https://.`, {
		hint: `Change it, or take it away: unset ${name}`,
		exitCode: exitCodes.badConfig,
	});
}
