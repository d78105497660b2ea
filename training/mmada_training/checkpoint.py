"""Write a trained storybook model as a Hugging Face folder: what `mmada --model` reads, with LLaDA's tensor names."""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from .layouts.storybook import EOS, LAYOUT, MASK
from .models.storybook import ModelConfig, Storybook
from .world import CODES, PATCH, TOKENS_PER_SIDE

# What the bundled model decodes with unless told otherwise; measured on the validation split.
DEFAULTS = {
    "steps": 64,
    "image_steps": 36,
    "block_length": 8,
    "guidance_text": 0.0,
    "guidance_image": 0.5,
    "temperature": 0.2,
    "text_temperature": 0.0,
}


def load_average(path: Path) -> Storybook:
    """The averaged weights of a training checkpoint."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Storybook(ModelConfig(**state["config"]))
    model.load_state_dict({**state["model"], **state["average"]})
    return model.eval()


def tensors(model: Storybook) -> dict[str, Tensor]:
    """Tensors by their LLaDA names; factorised tables folded into ordinary ones."""
    wte, head, wpe = (t.detach() for t in model.tables())
    prefix = "model.transformer."
    named = {f"{prefix}wte.weight": wte, f"{prefix}wpe.weight": wpe, f"{prefix}ln_f.weight": model.ln_f.weight, f"{prefix}ff_out.weight": head}
    for i, block in enumerate(model.blocks):
        for part in ("attn_out", "ff_out", "q_proj", "k_proj", "v_proj", "ff_proj", "up_proj"):
            named[f"{prefix}blocks.{i}.{part}.weight"] = getattr(block, part)
        for norm in ("attn_norm", "ff_norm"):
            named[f"{prefix}blocks.{i}.{norm}.weight"] = getattr(block, norm).weight
    return {name: tensor.detach().to(torch.float16).contiguous() for name, tensor in named.items()}


def config_json(model: Storybook, things: list[list[str]] | None = None, cannot_draw: list[str] | None = None) -> dict:
    """config.json with the keys of the released checkpoints. `things` are the names of all that the model draws, `cannot_draw` everyday
    things that it does not."""
    c = model.config
    rows = c.text_rows + CODES
    return {
        "architectures": ["MMadaModelLM"],
        "model_type": "mmada",
        "activation_type": "silu",
        "alibi": False,
        "attention_layer_norm": False,
        "bias_for_layer_norm": False,
        "block_group_size": 1,
        "block_type": "llama",
        "codebook_size": CODES,
        "d_model": c.d_model,
        "embedding_size": rows,
        "eos_token_id": EOS,
        "include_bias": False,
        "include_qkv_bias": False,
        "input_emb_norm": False,
        "layer_norm_type": "rms",
        "learned_positions": True,
        "llm_vocab_size": c.text_rows,
        "mask_token_id": MASK,
        "max_sequence_length": LAYOUT.length,
        "mlp_hidden_size": c.mlp_hidden_size,
        "mlp_ratio": 4,
        "n_heads": c.n_heads,
        "n_kv_heads": c.n_heads,
        "n_layers": c.n_layers,
        "new_vocab_size": rows,
        "num_vq_tokens": LAYOUT.codes,
        "pad_token_id": EOS,
        "rms_norm_eps": c.rms_norm_eps,
        "rope": True,
        "rope_full_precision": True,
        "rope_theta": c.rope_theta,
        "scale_logits": False,
        "torch_dtype": "float16",
        "use_cache": False,
        "vocab_size": rows,
        "weight_tying": False,
        "mmada": {
            "layout": "storybook",
            "image": {"code_offset": c.text_rows, "codebook_size": CODES, "rows": TOKENS_PER_SIDE, "columns": TOKENS_PER_SIDE, "patch": PATCH},
            "text_length": LAYOUT.text_length,
            "max_instruction": LAYOUT.max_instruction,
            "defaults": DEFAULTS,
            **({"things": things} if things else {}),
            **({"cannot_draw": cannot_draw} if cannot_draw else {}),
        },
    }


TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<|startoftext|>",
    "eos_token": "<|endoftext|>",
    "pad_token": "<|endoftext|>",
    "unk_token": "<unk>",
    "mask_token": "<|mdm_mask|>",
    "add_bos_token": False,
    "add_eos_token": False,
    "clean_up_tokenization_spaces": False,
}


def read_list(tokenizer: Path, name: str) -> list | None:
    """A list that the world's export has beside the tokenizer, and an exported folder in its config.json."""
    file, config = tokenizer.with_name(f"{name}.json"), tokenizer.with_name("config.json")
    if file.exists():
        return json.loads(file.read_text())
    return json.loads(config.read_text()).get("mmada", {}).get(name.replace("-", "_")) if config.exists() else None


def write(model: Storybook, tokenizer: Path, vqvae: Path | None, out: Path) -> None:
    """Write the folder; `vqvae` is a folder with the image tokenizer's config.json and model.safetensors."""
    out.mkdir(parents=True, exist_ok=True)
    save_file(tensors(model), out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)  # safetensors writes private files
    things, cannot_draw = (read_list(tokenizer, name) for name in ("things", "cannot-draw"))
    (out / "config.json").write_text(json.dumps(config_json(model, things, cannot_draw), indent="\t") + "\n")
    (out / "tokenizer.json").write_text(json.dumps(json.loads(tokenizer.read_text()), indent="\t", ensure_ascii=False) + "\n")
    (out / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG, indent="\t") + "\n")
    if vqvae:
        (out / "vqvae").mkdir(exist_ok=True)
        for name in ("config.json", "model.safetensors"):
            shutil.copyfile(vqvae / name, out / "vqvae" / name)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("checkpoint", type=Path, help="a .pt file of a storybook stage")
    p.add_argument("--tokenizer", type=Path, required=True)
    p.add_argument("--vqvae", type=Path)
    p.add_argument("--out", type=Path, required=True)
    args = p.parse_args()
    write(load_average(args.checkpoint), args.tokenizer, args.vqvae, args.out)


if __name__ == "__main__":
    main()
