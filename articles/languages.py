"""Languages by their ISO 639 codes, in English words."""

import pycountry

LANGUAGES: dict[str, str] = {
    **{language.alpha_3: language.name for language in pycountry.languages},
    **{
        language.alpha_2: language.name.split(" (")[0]
        for language in pycountry.languages
        if hasattr(language, "alpha_2")
    },
}
