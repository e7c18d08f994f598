"""What people call the places of Russia's time zones; all other places are in the tables of Unicode CLDR."""

# A zone for each whole hour between МСК-1 and МСК+9, as the picker shows them.
RUSSIAN = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)

CITIES = {
    "Europe/Kaliningrad": "кениг, калининградская область",
    "Europe/Moscow": (
        "мск, msk, московское время, московская область, подмосковье, санкт-петербург, петербург, питер, спб, "
        "saint petersburg, st petersburg, spb, казань, kazan, нижний новгород, nizhny novgorod, великий новгород, "
        "краснодар, krasnodar, сочи, sochi, ростов-на-дону, ростов, rostov-on-don, воронеж, voronezh, ярославль, "
        "рязань, тула, тверь, калуга, брянск, смоленск, орел, курск, белгород, липецк, тамбов, пенза, иваново, "
        "владимир, кострома, вологда, череповец, архангельск, мурманск, петрозаводск, псков, сыктывкар, саранск, "
        "чебоксары, йошкар-ола, набережные челны, ставрополь, пятигорск, махачкала, грозный, нальчик, владикавказ, "
        "майкоп, черкесск, элиста, магас, новороссийск, татарстан"
    ),
    "Europe/Simferopol": "севастополь, крым",
    "Europe/Samara": "тольятти, ижевск, izhevsk, удмуртия",
    "Asia/Yekaterinburg": (
        "екб, ебург, свердловск, урал, челябинск, chelyabinsk, пермь, perm, уфа, ufa, башкирия, башкортостан, тюмень, "
        "tyumen, курган, оренбург, магнитогорск, нижний тагил, сургут, нижневартовск, ханты-мансийск, салехард, "
        "новый уренгой"
    ),
    "Asia/Novosibirsk": "нск, новосиб",
    "Asia/Novokuznetsk": "кемерово, kemerovo, кузбасс",
    "Asia/Barnaul": "алтай, горно-алтайск, бийск",
    "Asia/Krasnoyarsk": "крск, абакан, хакасия, кызыл, тува, норильск",
    "Asia/Irkutsk": "братск, ангарск, улан-удэ, ulan-ude, бурятия",
    "Asia/Chita": "забайкалье",
    "Asia/Yakutsk": "якутия, благовещенск, амурская область",
    "Asia/Vladivostok": (
        "владик, приморье, хабаровск, khabarovsk, комсомольск-на-амуре, биробиджан, уссурийск, находка"
    ),
    "Asia/Sakhalin": "сахалин, южно-сахалинск, yuzhno-sakhalinsk",
    "Asia/Kamchatka": "камчатка, петропавловск",
    "Asia/Anadyr": "чукотка",
    "Etc/UTC": "utc, gmt, гринвич",
}
