"""The values of the API's fields, and its filters → what people read for them."""

KIND_LABELS = {
    "own": "egen aktivitet",
    "joint": "aktivitet i samverkan",
    "city-wide": "stadsövergripande aktivitet, gäller hela staden",
    "follow-up": "uppföljning",
    "background": "löpande text",
    "heading": "rubrik",
}

# The same in a row, where own activities need no word.
ROW_KIND_LABELS = {"joint": "i samverkan", "city-wide": "hela staden", "follow-up": "uppföljning"}

STATUS_LABELS = {"completed": "genomförd", "ongoing": "pågår", "planned": "planerad", "delayed": "försenad"}

# The filters that people see, in the order of the forms.
FILTER_LABELS = {
    "organisations": "Förvaltning eller bolag",
    "goals": "Mål",
    "kinds": "Slag",
    "statuses": "Status enligt uppföljning",
    "period": "Period",
    "municipality": "Kommun",
    "documents": "Dokument",
}
