import {expect, test} from 'vitest';
import {hubSettings, proxyFor} from '../../../src/store/pull/settings.ts';

test.each([
	{env: {}, cache: '/home/me/.cache/huggingface/hub', tokenFile: '/home/me/.cache/huggingface/token'},
	{env: {XDG_CACHE_HOME: '/c'}, cache: '/c/huggingface/hub', tokenFile: '/c/huggingface/token'},
	{env: {HF_HOME: '/hf'}, cache: '/hf/hub', tokenFile: '/hf/token'},
	{env: {HF_HOME: '/hf', HF_HUB_CACHE: '/cache', HF_TOKEN_PATH: '/t'}, cache: '/cache', tokenFile: '/t'},
])('the cache and the token of $env are where the hub’s own programs have them', ({env, ...places}) => {
	expect(hubSettings(env, '/home/me')).toMatchObject({...places, endpoint: 'https://huggingface.co', isOffline: false, token: undefined});
});

test('without a home there is no cache, and no token', () => {
	expect(hubSettings({}, undefined)).toMatchObject({cache: undefined, tokenFile: undefined});
});

test.each([
	{env: {HF_TOKEN: ' hf_a\n'}, found: {token: 'hf_a'}},
	{env: {HF_TOKEN: 'two words'}, found: {token: undefined}},
	{env: {HF_ENDPOINT: 'https://mirror.example/hf/'}, found: {endpoint: 'https://mirror.example/hf'}},
	{env: {HF_HUB_OFFLINE: '1'}, found: {isOffline: true}},
	{env: {HF_HUB_OFFLINE: '0'}, found: {isOffline: false}},
	{env: {HF_HUB_OFFLINE: 'ON'}, found: {isOffline: true}},
])('$env is heard', ({env, found}) => {
	expect(hubSettings(env, undefined)).toMatchObject(found);
});

test.each([{HF_ENDPOINT: 'mirror'}, {HF_ENDPOINT: 'file:///etc'}, {HTTPS_PROXY: 'socks://x'}])('%j is refused with exit code 78', env => {
	expect(() => hubSettings(env, undefined)).toThrow(expect.objectContaining({exitCode: 78}));
});

test.each([
	{url: 'https://huggingface.co/x', env: {HTTPS_PROXY: 'http://p:1'}, proxy: 'http://p:1'},
	{url: 'https://huggingface.co/x', env: {https_proxy: 'http://q:1', HTTPS_PROXY: 'http://p:1'}, proxy: 'http://q:1'},
	{url: 'http://huggingface.co/x', env: {HTTPS_PROXY: 'http://p:1'}, proxy: undefined},
	{url: 'https://huggingface.co/x', env: {ALL_PROXY: 'http://p:1'}, proxy: 'http://p:1'},
	{url: 'https://huggingface.co/x', env: {HTTPS_PROXY: 'http://p:1', NO_PROXY: 'huggingface.co'}, proxy: undefined},
	{url: 'https://cdn.huggingface.co/x', env: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '.huggingface.co'}, proxy: undefined},
	{url: 'https://nothuggingface.co/x', env: {HTTPS_PROXY: 'http://p:1', NO_PROXY: 'huggingface.co'}, proxy: 'http://p:1'},
	{url: 'https://huggingface.co:8080/x', env: {HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a, huggingface.co:443'}, proxy: 'http://p:1'},
	{url: 'https://huggingface.co/x', env: {HTTPS_PROXY: 'http://p:1', NO_PROXY: '*'}, proxy: undefined},
])('$url with $env goes by way of $proxy', ({url, env, proxy}) => {
	expect(proxyFor(new URL(url), hubSettings(env, undefined).proxies)).toBe(proxy);
});
