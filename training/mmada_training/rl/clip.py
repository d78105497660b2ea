"""The paper's reward on real models: CLIP, from a folder on this machine."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from ..config import ConfigError
from .rewards import Filled, Rewards, Scale


class ClipScores:
    """Cosines of texts and pictures by a CLIP model in the Hugging Face layout. Nothing is downloaded."""

    def __init__(self, folder: Path, device: str = "cpu"):
        try:
            from transformers import CLIPModel, CLIPProcessor
        except ImportError:
            raise ConfigError("The CLIP reward needs the packages `transformers` and `pillow`: pip install 'mmada-training[clip]'.") from None
        self.model = CLIPModel.from_pretrained(folder, local_files_only=True).to(device).eval()
        self.processor = CLIPProcessor.from_pretrained(folder, local_files_only=True)
        self.longest = self.model.config.text_config.max_position_embeddings  # tokens
        self.device = device

    @torch.no_grad()
    def __call__(self, words: list[str], pixels: Tensor) -> Tensor:
        """Texts, cut to what the model reads, and pictures (B, H, W, 3) uint8 -> (B,)."""
        batch = self.processor(text=words, images=list(pixels.cpu().numpy()), return_tensors="pt", padding=True, truncation=True, max_length=self.longest)
        batch = batch.to(self.device)
        found = self.model(**batch)
        return torch.nn.functional.cosine_similarity(found.text_embeds, found.image_embeds).cpu()


def clip_reward(scores: Callable[[list[str], Tensor], Tensor], scale: Scale, words: Callable[[Tensor], list[str]], pixels: Callable[[Tensor], Tensor]):
    """The reward by CLIP; `words` and `pixels` make texts of tokens and pictures of codes."""

    def reward(filled: Filled, verdicts) -> Rewards:
        value = scale.reward(scores(words(filled.text), pixels(filled.image)))
        return Rewards(value, value)

    return reward


def storybook_readers(folder: Path) -> tuple[Callable[[Tensor], list[str]], Callable[[Tensor], Tensor]]:
    """Of an exported storybook folder: tokens to texts, and codes to pictures."""
    from tokenizers import Tokenizer

    from ..fixtures import load_image_tokenizer
    from ..world import EOS, TOKENS_PER_SIDE

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    decoder = load_image_tokenizer(folder / "vqvae")

    def words(text: Tensor) -> list[str]:
        return [tokenizer.decode([token for token in row if token != EOS]) for row in text.tolist()]

    @torch.no_grad()
    def pixels(codes: Tensor) -> Tensor:
        drawn = decoder.decode(codes.view(-1, TOKENS_PER_SIDE, TOKENS_PER_SIDE))
        return ((drawn + 1) * 127.5).clamp(0, 255).round().byte().permute(0, 2, 3, 1)

    return words, pixels
