"""A tiny real model and small documents folders, made by the tests themselves."""

import hashlib
from pathlib import Path

CATALOGUE = """
municipality = "Provstad"

[[programmes]]
id = "trygg-2020-2024"
title = "Trygg stad"
period = [2020, 2024]
goals = [{ number = 1, title = "Alla är trygga" }]

[[organisations]]
id = "parkforvaltningen"
name = "Parkförvaltningen"
abbreviation = "PAF"
board = "Parknämnden"
form = "förvaltning"

[[help_contacts]]
name = "SOS Alarm"
number = "112"
about = "om du är i akut fara"
"""

PLAN = """Inledning

Parkförvaltningen sköter stadens parker.

Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Fler lampor i parkerna

Parkförvaltningen sätter upp lampor längs gångvägarna. Ansvarig: Driftenheten. Tidplan: 2021.

Aktivitet: Kurs för parkvakter

Alla parkvakter går en kurs om våld i nära relationer.
"""


def add_document(folder: Path, name: str, content: bytes) -> None:
    """Put a plan and its catalogue entry into a documents folder, which is made when it isn't there."""
    folder.mkdir(exist_ok=True)
    catalogue = folder / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8") if catalogue.exists() else CATALOGUE
    entry = f"""
[[documents]]
id = "{name}"
title = "Handlingsplan {name}"
publisher = "Provstad"
kind = "plans"
programme = "trygg-2020-2024"
period = [2020, 2024]
file = "{name}.txt"
sha256 = "{hashlib.sha256(content).hexdigest()}"
"""
    catalogue.write_text(text + entry, encoding="utf-8")
    (folder / f"{name}.txt").write_bytes(content)


def make_model(folder: Path) -> Path:
    """A sentence-transformers model with random weights, some kilobytes, the same at each call."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyzåäö:", *"0123456789"]
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join([*words, *(f"##{word}" for word in words[5:])]), encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(vocabulary), strip_accents=False)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    transformer = folder / "transformer"
    BertModel(config).save_pretrained(transformer)
    tokenizer.save_pretrained(transformer)
    module = Transformer(str(transformer))
    model = SentenceTransformer(modules=[module, Pooling(16, pooling_mode="mean")], device="cpu")
    target = folder / "model-e5"
    model.save(str(target))
    return target
