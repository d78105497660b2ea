/** 8-bit sRGB, row-major, interleaved: `rgb.length` is `width * height * 3`. */
export type Pixels = {readonly width: number; readonly height: number; readonly rgb: Uint8Array};

/** Size of a picture, in pixels. */
export type PixelSize = Pick<Pixels, 'width' | 'height'>;
