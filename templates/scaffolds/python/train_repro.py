# debtscan:unfilled - call it first in every training script, fix the data version, then remove this line.
"""Seeds, versions and settings of a training run, written down with its result."""
import json
import os
import platform
import random
import sys
from pathlib import Path


def fix_seeds(seed: int) -> None:
    random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        torch = sys.modules["torch"]
        torch.manual_seed(seed)
        torch.use_deterministic_algorithms(True)


def write_card(folder: Path, settings: dict, data_version: str, metrics: dict) -> None:
    card = {"python": platform.python_version(), "settings": settings, "data": data_version, "metrics": metrics}
    (folder / "run.json").write_text(json.dumps(card, indent=2, sort_keys=True))
