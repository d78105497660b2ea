"""Small matrices beside the weights of the blocks (LoRA, by peft), trained in their stead and added to them at the end."""

from dataclasses import dataclass

from torch import nn

from ..config import ConfigError

TARGETS = r".*blocks\.\d+\.(q_proj|k_proj|v_proj|attn_out|ff_proj|up_proj|ff_out)"


@dataclass(frozen=True)
class LoraConfig:
    rank: int = 128
    alpha: float = 64.0


def add_lora(model: nn.Module, config: LoraConfig) -> None:
    """Freeze the model and put the matrices beside its linear layers, in float32."""
    try:
        import peft
    except ImportError:
        raise ConfigError("LoRA needs the package `peft`: pip install 'mmada-training[lora]'.") from None
    settings = peft.LoraConfig(r=config.rank, lora_alpha=config.alpha, target_modules=TARGETS, bias="none")
    peft.inject_adapter_in_model(settings, model)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("lora_" in name)
        if parameter.requires_grad:
            parameter.data = parameter.data.float()


def merge_lora(model: nn.Module) -> nn.Module:
    """Add the matrices to the weights and take them out; the layers have their own names again. Changes the model."""
    from peft.tuners.lora import LoraLayer

    for name, module in list(model.named_modules()):
        if isinstance(module, LoraLayer):
            module.merge()
            owner = model.get_submodule(name.rpartition(".")[0])
            setattr(owner, name.rpartition(".")[2], module.get_base_layer())
    return model
