"""The cities of the real data, made as an administrator makes them: vartactl imports their districts."""
import ctl
from reports import sql

GEO = "data/geo"
CITIES = {  # code: name, name in English, districts
    "kyiv": ("Київ", "Kyiv", "kyiv_10_raions.geojson"),
    "poltava": ("Полтава", "Poltava", "poltava_3_raions_and_villages.geojson"),
    "kropyvnytskyi": ("Кропивницький", "Kropyvnytskyi", "kropyvnytskyi_2_raions.geojson"),
    "ternopil": ("Тернопіль", "Ternopil", "ternopil_city_and_villages.geojson"),
    "kamianets": ("Кам’янець-Подільський", "Kamianets-Podilskyi", "kamianets_podilskyi_city.geojson"),
}
NEEDS = [f"{GEO}/{file}" for _, _, file in CITIES.values()] + [f"{GEO}/points_with_district.csv"]
KEY = "test-key"


def make(shared):
    """The cities with their districts, a source of each, and the daemon's role."""
    for code, (name, name_en, file) in CITIES.items():
        ctl.must("city", "add", code, "--name", name, "--name-en", name_en)
        ctl.must("district", "import", code, f"{shared}/{GEO}/{file}")
        sql("select api.source_add(%s, %s, 'endpoint', %s, sha256(%s))", code, f"{code}-site", code, KEY.encode())
    sql("select api.operator_add('t_syncd', 'varta-syncd', 'sync', '{}')")
