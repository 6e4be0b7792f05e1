"""Documents and a model made on the spot, for measuring and for tests in which nothing depends on what is found."""

import random
from pathlib import Path
from typing import Any

from corpus.catalogue import FILE
from corpus.files import sha256

MUNICIPALITY = "Provstad"
_ORGANISATIONS = ("Park", "Skol", "Social", "Kultur", "Miljö", "Bygg", "Fritids", "Service", "Trafik", "Omsorgs")
_GOALS = ("Alla är trygga", "Fler får stöd", "Kunskapen ökar", "Samverkan stärks")
_DOING = ("erbjuder", "utvecklar", "kartlägger", "följer upp", "informerar om", "samordnar", "stärker", "prövar")
_WHAT = (
    "utbildning", "stöd", "belysning", "handledning", "samtal", "boende", "rutiner", "lokaler", "webbsidor",
    "möten", "nätverk", "underlag", "checklistor", "material", "kurser", "arbetssätt", "mallar", "statistik",
)  # fmt: skip
_WHOM = (
    "medarbetare", "chefer", "elever", "barn", "unga", "föräldrar", "äldre", "besökare", "föreningar", "hyresgäster",
    "brukare", "invånare", "skolor", "förskolor", "fritidsgårdar", "bibliotek", "boenden", "mottagningar",
)  # fmt: skip
_WHY = ("våld i nära relationer", "hedersrelaterat våld", "otrygghet", "ensamhet", "mobbning", "hot", "missbruk")
_LINES_A_PAGE = 40
_PLANS_A_PROGRAMME = 20


def make_documents(folder: Path, count: int, *, pages: int, start: int = 0) -> None:
    """A documents folder with so many plans of so many pages, the same at each call.

    Each twenty share a programme. From ``start`` on: those before it have to be there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {number: _plan(number, pages).encode() for number in range(start, start + count)}
    for number, content in contents.items():
        (folder / f"plan-{number}.txt").write_bytes(content)
    catalogue = folder / FILE
    known = catalogue.read_text(encoding="utf-8") if start else _head()
    last = (start - 1) // _PLANS_A_PROGRAMME if start else -1
    for number, content in contents.items():
        programme = number // _PLANS_A_PROGRAMME
        if programme > last:
            known += _programme(programme)
            last = programme
        known += (
            f'\n[[documents]]\nid = "plan-{number}"\ntitle = "Handlingsplan {number}"\nkind = "plans"\n'
            f'programme = "trygg-{programme}"\nperiod = [2020, 2024]\nfile = "plan-{number}.txt"\n'
            f'sha256 = "{sha256(content)}"\n'
        )
    catalogue.write_text(known, encoding="utf-8")


def _head() -> str:
    organisations = "".join(
        f'\n[[organisations]]\nid = "{name.lower()}"\nname = "{name}förvaltningen"\nabbreviation = "{name.upper()}"\n'
        f'board = "{name}nämnden"\nform = "förvaltning"\n'
        for name in _ORGANISATIONS
    )
    return f'municipality = "{MUNICIPALITY}"\n{organisations}'


def _programme(number: int) -> str:
    goals = ", ".join(f'{{ number = {i}, title = "{title}" }}' for i, title in enumerate(_GOALS, start=1))
    return (
        f'\n[[programmes]]\nid = "trygg-{number}"\ntitle = "Trygg stad {number}"\nperiod = [2020, 2024]\n'
        f"goals = [{goals}]\n"
    )


def _plan(number: int, pages: int) -> str:
    """A plan whose pages are full of activities in other words than any other's."""
    choose = random.Random(number)
    owner = _ORGANISATIONS[number % len(_ORGANISATIONS)]
    text = [f"Handlingsplan {number}", f"{owner}förvaltningen", "", "Inledning", "", _sentences(choose, 6), ""]
    room = pages * _LINES_A_PAGE // len(_GOALS)
    for goal, title in enumerate(_GOALS, start=1):
        under = [f"Mål {goal} - {title}", "", "Verksamhetsspecifika aktiviteter", ""]
        while len(under) < room:
            under += [f"Aktivitet: {_title(choose)}", "", *(_sentences(choose, 2) for _ in range(6)), ""]
            responsible = f"{choose.choice(_WHAT).capitalize()}sgruppen"
            under += [f"Ansvarig: {responsible}. Tidplan: {choose.randint(2020, 2024)}.", ""]
        text += under
    return "\n".join(text) + "\n"


def _title(choose: random.Random) -> str:
    return f"{choose.choice(_WHAT).capitalize()} och {choose.choice(_WHAT)} för {choose.choice(_WHOM)}"


def _sentences(choose: random.Random, count: int) -> str:
    return " ".join(
        f"Vi {choose.choice(_DOING)} {choose.choice(_WHAT)} för {choose.choice(_WHOM)} mot {choose.choice(_WHY)}."
        for _ in range(count)
    )


def make_model(folder: Path) -> Path:
    """A sentence-transformers model with random weights, some kilobytes, the same at each call."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    transformer = _save_bert(folder, BertModel)
    model = SentenceTransformer(modules=[Transformer(str(transformer)), Pooling(16, pooling_mode="mean")], device="cpu")
    target = folder / "model-e5"
    model.save(str(target))
    return target


def make_cross_encoder(folder: Path, *, labels: int = 1) -> Path:
    """A cross-encoder with random weights, some kilobytes, the same at each call."""
    from transformers import BertForSequenceClassification

    return _save_bert(folder, BertForSequenceClassification, labels=labels)


def _save_bert(folder: Path, kind: Any, *, labels: int = 2) -> Path:
    """A model of this kind and a tokenizer that cuts words into letters, in the form of transformers."""
    import torch
    from transformers import BertConfig, BertTokenizer

    torch.manual_seed(0)
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyzåäö:", *"0123456789"]
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join([*words, *(f"##{word}" for word in words[5:])]), encoding="utf-8")
    tokenizer = BertTokenizer(vocab=str(vocabulary), strip_accents=False)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    config.num_labels = labels
    target = folder / "transformer"
    kind(config).save_pretrained(target)
    tokenizer.save_pretrained(target)
    return target
