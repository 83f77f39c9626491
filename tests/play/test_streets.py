"""Streets in the console: the filter completes and finds them, and the request says by what one finds its point, and what of its place
was computed."""
import contextlib
import json

import psycopg2

import reports
from playcase import PlayCase, main


class Streets(PlayCase):
    def test_a_street_is_completed_and_found(self):
        """By what its name begins with; a request that has a point but no address says by what one finds it."""
        city = reports.sql("select id from varta.city where code = 'kyiv'")[0][0]
        line = {"type": "LineString", "coordinates": [[30.47, 50.48], [30.47, 50.49]]}
        with contextlib.closing(psycopg2.connect("")) as connection, connection, connection.cursor() as cursor:
            cursor.execute("select api.streets_begin('kyiv', 'Реєстр', '', null)")
            number = cursor.fetchone()[0]
            cursor.execute("select api.streets_take('kyiv', %s, 'streets', '{}', %s)", (number, json.dumps([[1, {"name": "вулиця Захисників Неба", "geometry": line}]])))
            cursor.execute("select * from api.streets_end('kyiv', %s, 'streets', false)", (number,))
        request = reports.add("Стовп похилився.", at=(50.485, 30.4703), address="")[0]
        reports.sql("select sync.index_texts(10000)")
        self.assertEqual(reports.sql("select computed from varta.request_place where city_id = %s and request_id = %s", city, request), [("address",)])
        reports.add("Вибоїна.")
        play = self.play()
        play.wait("1/2", "Стовп похилився")
        play.keys("/").wait("Filter:").type("stre").wait("street:").keys("<Tab>").wait("Filter: status:new,pending street:")
        play.type("зах").wait("захисників_неба_вулиця вулиця Захисників Неба").keys("<Tab>", "<Enter>").wait("1/1", "Стовп").absent("Filter:")
        play.keys("<Enter>").wait("вулиця Захисників Неба", "the address was computed from the point")
        reports.sql("update varta.request set address = 'біля стовпа' where id = %s", request)
        play.keys("q").wait("1/1").keys("<Enter>").wait("біля стовпа", "near вулиця Захисників Неба")


if __name__ == "__main__":
    main()
