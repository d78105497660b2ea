import json
import re
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file, save_file

from mmada_training.data.artwork import BACKGROUNDS, EMPTY, NOUNS, PER_NOUN, SKY_NOUNS, SPRITES, Artwork, random_scenes, to_codes, to_pixels
from mmada_training.models.vq import VqConfig, VqModel
from mmada_training.recipes.image_tokenizer import ImageTokenizerConfig, decoder_loss, evaluate, read_folder, split_parameters, train

TINY = VqConfig(encoder_ch=16, encoder_mult=(1, 1, 2), decoder_ch=16, decoder_mult=(1, 1, 2), decoder_blocks=(1, 1, 1), groups=8)


@pytest.fixture
def artwork_file(tmp_path):
    g = torch.Generator().manual_seed(0)
    draw = lambda *shape: torch.randint(256, shape, generator=g, dtype=torch.uint8)
    path = tmp_path / "sprites.safetensors"
    save_file({"backgrounds": draw(BACKGROUNDS, 144, 144, 3), "sprites": draw(SPRITES, 48, 48, 4)}, path)
    return path


def test_pictures_are_put_together_as_the_world_does_it(artwork_file):
    art = Artwork(artwork_file)
    sprites = torch.full((1, 9), EMPTY)
    sprites[0, 5] = 77
    picture = art.compose(torch.tensor([30]), sprites)[0]
    for y, x in [(48, 96), (60, 100), (95, 143)]:  # in the cell "right"
        *paint, alpha = (int(v) for v in art.sprites[77, y - 48, x - 96])
        expected = [(alpha * p + (255 - alpha) * int(b) + 127) // 255 for p, b in zip(paint, art.backgrounds[30, y, x])]
        assert picture[y, x].tolist() == expected
    assert torch.equal(picture[:48], art.backgrounds[30, :48])
    assert torch.equal(picture[:, :96], art.backgrounds[30, :, :96])


def test_codes_are_those_of_the_world():
    """What `sceneToCodes` of src/world/codes.ts gives for a rainy desert night with a large purple bee at the top and a small white
    umbrella at the bottom left."""
    sprites = torch.full((1, 9), EMPTY)
    sprites[0, 1] = (3 * 8 + 5) * 2 + 1
    sprites[0, 6] = (23 * 8 + 7) * 2 + 0
    codes = to_codes(torch.tensor([3 * 12 + 2 * 4 + 2]), sprites)[0]
    assert codes.tolist() == [
        [7072, 7072, 944, 948, 7072, 7072],
        [7073, 7073, 952, 956, 7073, 7073],
        [7074] * 6,
        [7075] * 6,
        [6112, 6116, 7076, 7076, 7076, 7076],
        [6120, 6124, 7077, 7077, 7077, 7077],
    ]


def test_sparse_scenes_obey_the_world():
    background, sprites = random_scenes(2000, torch.Generator().manual_seed(3), is_dense=False)
    assert background.unique().numel() == BACKGROUNDS
    shown = sprites != EMPTY
    assert set(shown.sum(1).tolist()) == {1, 2, 3}
    noun = torch.where(shown, sprites // PER_NOUN, -1)
    row = torch.arange(9) // 3
    assert (noun[:, row == 0] < SKY_NOUNS).all()
    assert ((noun[:, row == 2] >= SKY_NOUNS) | ~shown[:, row == 2]).all()
    for names in noun.tolist():
        names = [n for n in names if n >= 0]
        assert len(names) == len(set(names))


def test_dense_scenes_show_every_sprite_in_every_cell():
    _, sprites = random_scenes(6000, torch.Generator().manual_seed(4), is_dense=True)
    counts = (sprites != EMPTY).sum(1)
    assert counts.min() == 0 and counts.max() == 9
    for cell in range(9):
        assert (sprites[:, cell].unique() // PER_NOUN).unique().numel() >= NOUNS


def test_tensor_names_are_those_of_magvit_v2():
    block = r"(norm[12]|conv[12])"
    attention = r"(norm|q|k|v|proj_out)"
    ends = r"(conv_in|norm_out|conv_out|{})"
    coder = r"({}\.\d\.(block\.\d\.({}|nin_shortcut)|{}\.conv)|mid\.(block_[12]\.{}|attn_1\.{})|{})"
    patterns = [
        r"encoder\." + coder.format("down", block, "downsample", block, attention, ends.format("quant_conv")),
        r"decoder\." + coder.format("up", block, "upsample", block, attention, ends.format("post_quant_conv")),
    ]
    names = set(VqModel(TINY).state_dict())
    assert {"quantize.embedding", "quantize.power_vals"} <= names
    assert "decoder.positions" in names  # our addition
    for name in names - {"quantize.embedding", "quantize.power_vals", "decoder.positions"}:
        assert any(re.fullmatch(pattern + r"\.(weight|bias)", name) for pattern in patterns), name
    for name in (
        "encoder.down.0.downsample.conv.weight",
        "encoder.down.2.block.0.nin_shortcut.weight",
        "decoder.up.2.upsample.conv.weight",
        "decoder.up.1.upsample.conv.bias",
    ):
        assert name in names
    assert not any(name.startswith(("encoder.down.2.downsample", "decoder.up.0.upsample")) for name in names)


def test_a_row_of_the_codebook_is_the_bits_of_its_number_most_significant_first():
    book = VqModel(TINY).quantize
    assert book.embedding.shape == (8192, 13)
    assert book.embedding[0b1000000000101].tolist() == [1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, -1, 1]
    codes = torch.tensor([0, 1, 4096, 8191, 2730])
    assert torch.equal(((book.embedding[codes] > 0) * book.power_vals).sum(1).long(), codes)


def test_shapes_and_the_stem():
    torch.manual_seed(0)
    model = VqModel(TINY).eval()
    pixels = torch.rand(2, 3, 144, 144) * 2 - 1
    with torch.no_grad():
        codes = model.encode(pixels)
        assert codes.shape == (2, 6, 6) and codes.min() >= 0 and codes.max() < 8192
        assert model.decode(codes).shape == (2, 3, 144, 144)
    assert model.encoder.conv_in.weight.shape == (16, 108, 3, 3)
    assert model.decoder.conv_out.weight.shape == (108, 16, 3, 3)
    plain = VqModel(replace(TINY, stem_patch=1))
    assert plain.encoder.conv_in.weight.shape == (16, 3, 3, 3)


def test_cells_with_objects_weigh_twice():
    sprites = torch.full((1, 9), EMPTY)
    sprites[0, 0] = 1
    pixels = torch.zeros(1, 3, 144, 144)
    wrong = lambda cell: torch.zeros_like(pixels).index_put(
        (torch.tensor(0), torch.tensor(0), torch.tensor(cell * 48), torch.tensor(cell * 48)), torch.tensor(1.0)
    )
    assert decoder_loss(wrong(0), pixels, sprites).item() == pytest.approx(2 * decoder_loss(wrong(1), pixels, sprites).item())


def test_every_parameter_has_exactly_one_optimizer():
    model = VqModel(TINY)
    matrices, others = split_parameters(model)
    assert len(matrices) + len(others) == len(list(model.parameters()))
    assert not {id(p) for p in matrices} & {id(p) for p in others}
    assert all(p.ndim == 4 for p in matrices)


def test_training_goes_on_where_it_stopped_and_writes_the_folder(artwork_file, tmp_path):
    whole = ImageTokenizerConfig(artwork_file, tmp_path / "whole", pictures=16, batch=4, compile=False, checkpoint_minutes=0)
    expected = train(whole, TINY).state_dict()

    class Stop(Exception):
        pass

    # Stopped by a broken step after the second checkpoint, then started again.
    halves = replace(whole, out=tmp_path / "halves")
    from mmada_training.recipes import image_tokenizer as tokenizer

    calls, real = [], tokenizer.decoder_loss

    def break_third(*args):
        calls.append(1)
        if len(calls) == 3:
            raise Stop
        return real(*args)

    tokenizer.decoder_loss = break_third
    try:
        with pytest.raises(Stop):
            train(halves, TINY)
    finally:
        tokenizer.decoder_loss = real
    assert torch.load(halves.out / "checkpoint.pt")["step"] == 2
    again = train(halves, TINY).state_dict()
    for name, tensor in expected.items():
        torch.testing.assert_close(again[name], tensor, msg=name)

    stored = load_file(whole.out / "model.safetensors")
    assert {t.dtype for t in stored.values()} == {torch.float16}
    assert {n: t.shape for n, t in stored.items()} == {n: t.shape for n, t in expected.items()}
    config = json.loads((whole.out / "config.json").read_text())
    assert (config["stem_patch"], config["codebook_dim"], config["norm_groups"]) == (6, 13, 8)
    assert config["decoder"]["ch_mult"] == [1, 1, 2]
    last = json.loads((whole.out / "log.jsonl").read_text().splitlines()[-1])
    assert last["is_final"] and last["pictures"] == 16


def test_a_perfect_decoder_would_have_no_error(artwork_file):
    """PSNR is taken on 8-bit pixels, between what the model draws and the composed truth."""
    art = Artwork(artwork_file)

    class Known(VqModel):
        def decode(self, codes):
            background, sprites = random_scenes(32, torch.Generator().manual_seed(0), is_dense=False)
            return to_pixels(art.compose(background, sprites)) + 2 / 255

    scores = evaluate(Known(TINY), art, pictures=32)
    assert scores["psnr"] == pytest.approx(48.13, abs=0.1)  # off by one everywhere, but for the clipped whites


def test_going_on_with_the_decoder_alone_starts_from_a_folder_and_leaves_the_encoder(artwork_file, tmp_path):
    """A folder from before the vectors of places counts as one whose vectors are zero: its pictures are the same."""
    options = ImageTokenizerConfig(artwork=artwork_file, out=tmp_path / "first", pictures=8, batch=4, compile=False)
    before = train(options, TINY)
    assert before.decoder.positions.abs().max() > 0
    stored = load_file(tmp_path / "first" / "model.safetensors")
    del stored["decoder.positions"]
    save_file(stored, tmp_path / "first" / "model.safetensors")
    untouched = VqModel(TINY)
    read_folder(untouched, tmp_path / "first")
    assert untouched.decoder.positions.abs().max() == 0

    after = train(replace(options, out=tmp_path / "second", from_folder=tmp_path / "first", decoder_only=True), TINY)
    for name, tensor in after.encoder.state_dict().items():
        assert torch.equal(tensor, stored[f"encoder.{name}"].float()), name
    assert any(not torch.equal(tensor, stored.get(f"decoder.{name}", tensor + 1).float()) for name, tensor in after.decoder.state_dict().items())
    del stored["decoder.conv_in.weight"]
    save_file(stored, tmp_path / "first" / "model.safetensors")
    with pytest.raises(ValueError, match="decoder.conv_in.weight"):
        read_folder(VqModel(TINY), tmp_path / "first")
