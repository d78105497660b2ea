/** Loaded on first use: sharp costs about 100 ms, which `--help` need not pay. */
export const loadSharp = async () => (await import('sharp')).default;

/** Most of a picture that is unfolded. */
export const maxPixels = 64_000_000;
