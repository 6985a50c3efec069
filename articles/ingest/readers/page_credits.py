"""What stands below pictures and tells who made them, where it is no part of a caption."""

import re

LONGEST = 100  # characters

_PICTURE = (
    r"(?:cover |lead |header |title )?(?:image|photo(?:graph)?|picture|illustration|graphic|foto"
    r"|fotografie|bild|titelbild|abbildung|crédits? photo|photographie|imagen|imagem|immagine"
    r"|zdjęcie|фото|写真|图片|الصورة|صورة)s?"
)
_WHO = r"(?-i:[A-ZÀ-Þ])\S*(?:\s+\S+){0,5}"  # a name, since a sentence goes on in small letters
_CREDIT = re.compile(
    rf"[(\[]?(?:{_PICTURE}(?: credits?| source| courtesy(?: of)?)?\s*[:：©]\s*\S.*"
    rf"|{_PICTURE}(?: credits?)?\s+(?:by|von|via)\s+{_WHO}|{_PICTURE} courtesy of\s+\S.*"
    r"|(?:picture |photo )?credits?\s*:\s*\S.*|bildquelle\s*:\s*\S.*)",
    re.IGNORECASE,
)
# Those who give pictures to outlets, alone or after a name.
_GIVEN_BY = re.compile(
    r"(?:[^\W\d_][\w .'’-]{0,40}(?:\s*[/|,]\s*|\s+via\s+))?(?:getty(?: images)?|unsplash"
    r"|shutterstock(?:\.com)?|i ?stock(?:photo)?|alamy|picture alliance|ap photo|afp|epa"
    r"|adobe stock|depositphotos)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?。]['”\"]?$")


def is_credit(words: str) -> bool:
    """Whether a line of a page says who made a picture, and nothing else."""
    if len(words) > LONGEST or _SENTENCE.search(words):
        return False
    return bool(_CREDIT.fullmatch(words) or _GIVEN_BY.fullmatch(words.strip("()[] ")))
