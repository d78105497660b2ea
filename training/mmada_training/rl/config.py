"""Every constant of reinforcement learning, with where it is from: `published` in the paper, or `ours` where the paper is silent or we differ."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

from ..config import ConfigError
from ..sampling.rollout import SamplerConfig


def given(default: Any, mark: Literal["published", "ours"], why: str) -> Any:
    return field(default=default, metadata={"mark": mark, "why": why})


@dataclass(frozen=True)
class RlConfig:
    model: Path  # exported storybook folder to start from: the SFT model
    out: Path  # folder for exercises, checkpoint and log
    prompts_in: Path | None = None  # folder of the exercises and of which of them are usable, shared by arms; `out` by default
    corpus: Path | None = None  # writers whose requests are half of the prompts
    method: Literal["rl", "sft"] = given("rl", "ours", "`sft` goes on with the supervised objective alone: the control")
    # What is rewarded, and where.
    sampled_steps: int = given(3, "published", "s, steps of a trajectory that are rewarded; the same for the group (T5)")
    output_level: bool = given(False, "published", "output-level RL (T4): the finished output alone is rewarded, at all of these states")
    credit: Literal["masked", "decided"] = given(
        "masked",
        "ours",
        "tokens of a state that its advantage goes to: all that are masked there, as they come out in the end (as MDPO), or what its step decided",
    )
    reward: Literal["alignment", "all", "learned", "clip"] = given("alignment", "ours", "the paper: CLIP; here the exact judge, a dual encoder, or CLIP")
    factorised: bool = given(False, "ours", "text is rewarded for text and agreement, codes for picture and agreement (arXiv 2606.14792)")
    shuffle_steps: bool = given(False, "ours", "control: the rewards of a trajectory's steps change places among them")
    encoder: Path | None = None  # of the learned reward
    clip_folder: Path | None = None  # a CLIP model's folder
    # The group and its advantages.
    group: int = given(16, "ours", "G, rollouts of a prompt; not published")
    group_of: Literal["prompt", "state", "search"] = given(
        "prompt",
        "ours",
        "what is compared: rollouts of a prompt; draws of one step from the same state; or, `search`, rollouts of more passes, of which the right are imitated",
    )
    search_passes: int = given(32, "ours", "of the rollouts that are imitated")
    states: int = given(128, "ours", "for groups of a state: states a step of training, those whose step is the least sure of what it decides")
    walk_temperature: float = given(0.2, "ours", "of codes, for the rollouts that these states are of: the model's own")
    walk_text_temperature: float = given(0.0, "ours", "of text, for these rollouts: the model's own")
    prompts: int = given(8, "ours", "prompts a step; not published")
    advantage: Literal["step", "trajectory"] = given("step", "published", "standardised per step (Eq. 4); `trajectory`: the mean of the steps (Fig. 4)")
    divide_by_deviation: bool = given(True, "published", "Eq. 4; its small constant is ours: 1e-4")
    largest_advantage: float = given(5.0, "ours", "as Flow-GRPO and DanceGRPO clip")
    # The update.
    clip: float = given(0.2, "ours", "epsilon of the ratio; not published")
    clip_always: bool = given(False, "ours", "StableDRL: clip whatever the sign of the advantage, divide by the sum of ratios")
    updates: int = given(1, "ours", "mu, updates of a batch of rollouts; not published")
    beta: float = given(1e-4, "published", "weight of the KL to the model at the start; its estimator, k2, is ours")
    sft: float = given(0.0, "ours", "weight of the supervised loss on fresh exercises (LaViDa-R1's way)")
    image_weight: float = given(1.0, "ours", "of codes beside text, so that neither drowns")
    lr: float = given(3e-5, "ours", "published: 2e-5, for 8 billion parameters")
    betas: tuple[float, ...] = given((0.9, 0.99), "ours", "not published")
    largest_norm: float = given(0.5, "ours", "of the gradient; not published")
    warmup: int = given(20, "ours", "steps; not published")
    average: float = given(0.98, "ours", "of the weights that are evaluated")
    steps: int = given(500, "ours", "published: 10,000")
    # Rollouts.
    passes: int = given(8, "ours", "published: 128 text steps; few passes leave room here")
    image_steps: int = given(4, "ours", "published: 30")
    temperature: float = given(1.0, "ours", "of codes; not published")
    text_temperature: float = given(0.7, "ours", "of text; not published. At 0 all of a group write the same")
    pool: int = given(2000, "ours", "prompts to draw from")
    easiest: float = given(0.9, "ours", "prompts that succeed more often are left out; published: the hardest 10 %")
    hardest: float = given(0.1, "ours", "as are those that succeed more seldom")
    filter_rollouts: int = given(8, "ours", "rollouts of each prompt before training; 0 leaves none out")
    # Stop rules, as shares of what the first steps had.
    least_parsed: float = given(0.9, "ours", "of rollouts whose text follows the grammar; warm words of hard prompts begin at some 92 %")
    least_entropy: float = given(0.2, "ours", "of the entropy")
    threads: int = 2
    device: str = "cpu"
    seed: int = 1
    save_steps: int = 50

    def __post_init__(self) -> None:
        if self.group < 2:
            raise ConfigError(f"`group` is at least 2, not {self.group}: advantages are taken within it.")
        if not 1 <= self.sampled_steps <= self.passes:
            raise ConfigError(f"`sampled_steps` is between 1 and the {self.passes} passes, not {self.sampled_steps}.")
        if self.reward == "learned" and self.encoder is None:
            raise ConfigError("The learned reward needs `encoder`: mmada-train run training/configs/rl/encoder.toml makes one.")
        if self.reward == "clip" and self.clip_folder is None:
            raise ConfigError("The CLIP reward needs `clip_folder`, a folder of a CLIP model with its processor.")

        if self.group_of == "state" and (self.credit != "decided" or self.shuffle_steps or self.advantage != "step"):
            raise ConfigError('A group of a state (group_of = "state") goes with credit = "decided" and advantage = "step", without shuffle_steps.')

    @property
    def prompts_folder(self) -> Path:
        return self.prompts_in or self.out

    def sampler(self) -> SamplerConfig:
        return SamplerConfig(self.passes, self.image_steps, temperature=self.temperature, text_temperature=self.text_temperature)

    def walk(self) -> SamplerConfig:
        return SamplerConfig(self.passes, self.image_steps, temperature=self.walk_temperature, text_temperature=self.walk_text_temperature)

    def search(self) -> SamplerConfig:
        return replace(self.walk(), steps=self.search_passes, image_steps=max(2, round(self.search_passes * 36 / 64)))

    def passes_of_a_step(self) -> float:
        """Passes of the network forwards, of one sequence, that a step of training takes; one there and back is three. Branches that came out alike
        are counted as many, and those decoded to the end as half of the passes."""
        if self.group_of == "state":
            branches = self.states * self.group * (self.passes / 2 if self.output_level else 1)
            return self.prompts * self.passes + self.states * (1 + 3 * self.updates) + branches
        if self.group_of == "search":
            return self.prompts * (self.search_passes + 3 * self.passes)
        return self.prompts * self.group * (self.passes + 3 * self.sampled_steps * self.updates)


def constants() -> list[tuple[str, Any, str, str]]:
    """(name, default, mark, why) of every constant."""
    return [(one.name, one.default, one.metadata["mark"], one.metadata["why"]) for one in fields(RlConfig) if "mark" in one.metadata]
