"""
An image tokenizer of the shape that family A was released with, random, and what diffusers' VQModel makes of a picture with it.

    python diffusers_images.py <folder> <picture> <side>

<picture> is a square of RGB bytes. <folder> gets the model, `codes.json` of the picture and `pixels.rgb`, the picture that these codes become.
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import VQModel, __version__

channels = [128, 256, 256, 512, 768]


@torch.inference_mode()
def main(folder: str, picture: str, side: str) -> None:
    torch.manual_seed(1)
    model = VQModel(
        block_out_channels=channels,
        down_block_types=["DownEncoderBlock2D"] * len(channels),
        up_block_types=["UpDecoderBlock2D"] * len(channels),
        layers_per_block=2,
        latent_channels=64,
        num_vq_embeddings=8192,
        lookup_from_codebook=True,
        mid_block_add_attention=False,
    ).eval()
    size = int(side)
    pixels = torch.frombuffer(bytearray(Path(picture).read_bytes()), dtype=torch.uint8)
    x = pixels.reshape(1, size, size, 3).permute(0, 3, 1, 2) / 255

    # Random layers shrink what they are given: codebook and last layer are scaled so that codes differ and the picture has contrast.
    latents = model.encode(x).latents
    spread, mean = torch.std_mean(latents, (0, 2, 3))
    model.quantize.embedding.weight.copy_(mean + spread * torch.randn(8192, 64))
    codes = model.quantize(latents)[2][2]
    shape = (1, *latents.shape[2:], latents.shape[1])
    last = model.decoder.conv_out
    plain = model.decode(codes, force_not_quantize=True, shape=shape).sample
    last.weight.mul_(0.25 / plain.std())
    last.bias.copy_(0.5 - (0.25 / plain.std()) * (plain.mean((0, 2, 3)) - last.bias))
    decoded = model.decode(codes, force_not_quantize=True, shape=shape).sample

    model.save_pretrained(folder)
    target = Path(folder)
    (target / "codes.json").write_text(json.dumps(codes.flatten().tolist()))
    out = (decoded.clamp(0, 1) * 255).round().to(torch.uint8)
    (target / "pixels.rgb").write_bytes(out[0].permute(1, 2, 0).contiguous().numpy().tobytes())
    print(__version__)


main(*sys.argv[1:])
