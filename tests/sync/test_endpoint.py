"""Every call of the endpoint, in XML and in JSON, as a peer sees it: the shapes that the standard
and FixMyStreet expect, the exact content types, and that JSON and XML say the same."""
import re
import sys

import reports
from syncd import Syncd

FIELDS = {"service_request_id", "status", "status_notes", "service_name", "service_code", "title", "description",
          "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
          "address", "address_id", "zipcode", "lat", "long", "media_url"}
KYIV = {"jurisdiction_id": "kyiv"}
OWN = {"jurisdiction_id": "kyiv", "api_key": "test-key"}


def both(syncd, name, query):
    """The answers in both formats, their frames checked."""
    xml, json = syncd.get(name + ".xml", query), syncd.get(name + ".json", query)
    assert xml.status == json.status == 200, (xml, json)
    assert xml.headers["content-type"] == "text/xml; charset=utf-8", xml.headers
    assert json.headers["content-type"] == "application/json; charset=utf-8", json.headers
    for answer in xml, json:
        assert len(answer.headers["x-request-id"]) == 16, answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
    return xml.xml, json.json


def texts(element):
    """A record of an XML answer as texts, as its JSON twin has to read."""
    return {child.tag: child.text or "" for child in element}


def as_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def check_same(element, record):
    assert texts(element) == {key: as_text(value) for key, value in record.items()}, (texts(element), record)


def check_discovery(syncd):
    xml, json = both(syncd, "discovery", None)
    assert xml.tag == "discovery" and len(xml.find("endpoints")) == 2
    urls = [endpoint["url"] for endpoint in json["endpoints"]]
    assert urls == [e.findtext("url") for e in xml.find("endpoints")]
    assert urls == [f"http://127.0.0.1:{syncd.port}/open311{v}" for v in ("/v2", "")], urls
    assert [f.text for f in xml.iter("format")] == ["text/xml", "application/json"] * 2
    assert json["contact"] == "police@example.org"


def check_services(syncd):
    xml, json = both(syncd, "services", KYIV)
    assert xml.tag == "services" and {service.tag for service in xml} == {"service"}
    for element, record in zip(xml, json, strict=True):
        check_same(element, record)
        assert record["metadata"] is True and record["type"] == "realtime"
    by_code = {record["service_code"]: record for record in json}
    assert len(by_code) == 10 and by_code["road"]["service_name"] == "Пошкоджена дорога"
    private = {code for code, record in by_code.items() if "private" in record["keywords"].split(",")}
    assert private == {"crime", "message"}, private


def check_definition(syncd):
    xml, json = both(syncd, "services/road", KYIV)
    assert xml.tag == "service_definition" and xml.findtext("service_code") == "road" == json["service_code"]
    attribute = xml.find("attributes/attribute")
    check_same(attribute, json["attributes"][0])
    assert attribute.findtext("code") == "fixmystreet_id" and attribute.findtext("automated") == "server_set"
    unknown = syncd.get("services/nothing.xml", KYIV)
    assert unknown.status == 404 and "'nothing'" in unknown.xml.findtext("error/description"), unknown


def check_post(syncd):
    """In both formats and at both addresses; with no FixMyStreet's id the same body is the same report."""
    form = {"service_code": "road", "lat": "50.46", "long": "30.50", "description": "Яма\r\n\r\nГлибока"}
    xml = syncd.post("requests.xml", form)
    assert xml.status == 200 and xml.xml.tag == "service_requests", xml
    number = xml.xml.findtext("request/service_request_id")
    json = syncd.post("v2/requests.json", form)
    stored, = json.json
    assert re.fullmatch(f"{number}-[0-9a-f]{{64}}", stored.pop("receipt")), json
    assert stored == {"service_request_id": number, "service_notice": None, "account_id": None}, json
    token = syncd.get(f"tokens/{number}.xml", KYIV)
    assert token.xml.findtext("request/service_request_id") == number == token.xml.findtext("request/token")
    assert syncd.get(f"tokens/{number}.json", KYIV).json == [{"service_request_id": number, "token": number}]
    for token, jurisdiction in ("abc", "kyiv"), (int(number) + 1000000, "kyiv"), (number, "poltava"):
        unknown = syncd.get(f"tokens/{token}.xml", {"jurisdiction_id": jurisdiction})
        assert unknown.status == 404 and f"'{token}'" in unknown.xml.findtext("error/description"), unknown
    assert syncd.get(f"tokens/{number}.xml").status == 400
    return number


def check_requests(syncd, number):
    """Before it was accepted only its source sees a report."""
    xml, json = both(syncd, "requests", OWN)
    assert xml.tag == "service_requests" and [request.tag for request in xml] == ["request"]
    check_same(xml[0], json[0])
    assert set(json[0]) == FIELDS, set(json[0]) ^ FIELDS
    assert json[0]["service_request_id"] == number and json[0]["status"] == "open"
    assert (json[0]["lat"], json[0]["long"]) == (50.46, 30.5)
    assert (json[0]["title"], json[0]["description"]) == ("Яма", "Яма\n\nГлибока")
    assert len(json[0]["requested_datetime"]) == 20 and json[0]["requested_datetime"].endswith("Z")
    xml, json = both(syncd, f"requests/{number}", OWN)
    check_same(xml[0], json[0])
    assert both(syncd, "requests", KYIV)[1] == []
    for path in f"requests/{number}.xml", "requests/999999.json", "requests/abc.json":
        assert syncd.get(path, KYIV).status == 404, path
    assert syncd.get(f"requests/{number}.json", {"jurisdiction_id": "poltava", "api_key": "poltava-key"}).status == 404


def check_filters(syncd, number):
    def ids(**query):
        return [r["service_request_id"] for r in both(syncd, "requests", {**OWN, **query})[1]]

    assert ids(status="open") == ids(status="open,closed") == ids(service_code="sign,road") == [number]
    assert ids(status="closed") == ids(service_code="sign") == ids(service_request_id="999999") == []
    assert ids(service_request_id=f"{number},999999", status="closed", start_date="2001-01-01") == [number]
    assert ids(start_date="2001-01-01T00:00:00Z", end_date="2001-02-01T00:00:00Z") == []
    assert syncd.get("requests.json", {**OWN, "status": "new"}).status == 400


def check_private(syncd):
    """A report that is not for the public carries the flag that FixMyStreet reads."""
    number = syncd.report(service_code="crime", description="Продають наркотики")
    record = syncd.get(f"requests/{number}.json", OWN).json[0]
    assert record["non_public"] == 1, record
    assert syncd.get(f"requests/{number}.json", KYIV).status == 404


def check_comment(syncd, number):
    form = {"service_request_id": number, "update_id": "5", "status": "OPEN", "description": "Досі стоїть!",
            "updated_datetime": "2026-11-22T17:39:06+02:00"}
    xml = syncd.post("servicerequestupdates.xml", form)
    assert xml.status == 200 and (known := xml.xml.findtext("request_update/update_id")).startswith("c"), xml
    assert xml.xml.tag == "service_request_updates"
    assert syncd.post("servicerequestupdates.json", form).json == [{"update_id": known}]
    unknown = syncd.post("servicerequestupdates.json", {**form, "service_request_id": "999999", "update_id": "6"})
    assert unknown.status == 400 and "999999" in unknown.json[0]["description"], unknown
    xml, json = both(syncd, "servicerequestupdates", OWN)
    assert xml.tag == "service_request_updates" and json == []


def check_other_bodies(syncd):
    """A JSON object and multipart/form-data say the same as a form; files are refused."""
    def post(body, kind):
        return syncd.request("POST", "/open311/requests.json?jurisdiction_id=kyiv&api_key=test-key", body.encode(),
                             {"Content-Type": kind})

    json = post('{"service_code": "road", "lat": 50.46, "long": 30.5, "description": "Яма\\r\\nтут",'
                ' "attribute": {"fixmystreet_id": 77}}', "application/json; charset=utf-8")
    assert json.status == 200, json
    parts = {"service_code": "road", "lat": "50.46", "long": "30.5", "description": "Яма\r\nтут" * 2000, "email": "",
             "attribute[fixmystreet_id]": "77"}
    body = "".join(f'--xyz\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in parts.items())
    multipart = post(body + "--xyz--\r\n", "multipart/form-data; boundary=xyz")
    assert multipart.status == 200 and multipart.json == json.json, multipart
    file = body.replace('name="email"\r\n\r\n', 'name="email"; filename="a.jpg"\r\n\r\nx') + "--xyz--\r\n"
    assert post(file, "multipart/form-data; boundary=xyz").status == 415
    assert post(body[:-30], "multipart/form-data; boundary=xyz").status == 400
    assert post("service_code=road", "text/plain").status == 415


def check_key_in_a_loose_part(syncd):
    """The key of the sender is not kept, also where the lines of its part end with LF alone, and nothing else is taken away."""
    def post(body, boundary="xyz"):
        return syncd.request("POST", "/open311/requests.json", body.encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    text = 'Чи не лежить тут ключ?\r\n- name="api_key"\r\n\r\nxyz\r\n--xy'
    for n, end in enumerate(("\r\n", "\n")):
        parts = {"jurisdiction_id": "kyiv", "api_key": "test-key", "service_code": "question", "description": text,
                 "attribute[fixmystreet_id]": f"loose{n}"}
        body = "".join(f'--xyz\r\nContent-Disposition: form-data; name="{k}"{end}X-A: b{end}{end}{v}\r\n' for k, v in parts.items())
        answer = post(f"{body}--xyz--\r\n")
        assert answer.status == 200, (end, answer)
        kept = reports.sql("select raw from varta.submission where external_id = %s", f"loose{n}")
        assert kept == [(f"{body}--xyz--\r\n".replace("test-key", ""),)], (end, kept)
    head = '--xyz\r\nContent-Disposition: form-data; name="api_key"'
    assert post(head + "\r\r\n\ntest-key\r\n--xyz--\r\n").status == 400
    inner = '--q\r\nContent-Disposition: form-data; name="api_key"\r\n\r\ntest-key\r\n--q--'
    assert post(f"--xyz\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n{inner}\r\n--xyz--\r\n").status == 400
    for boundary in '"', '""', "", "x" * 5000, '"xyz', "\t":
        assert post(head + "\r\n\r\ntest-key\r\n--xyz--\r\n", boundary).status in (400, 415), boundary


def main():
    with Syncd(settings=["contact: police@example.org"]) as syncd:
        check_discovery(syncd)
        check_services(syncd)
        check_definition(syncd)
        number = check_post(syncd)
        check_requests(syncd, number)
        check_filters(syncd, number)
        check_private(syncd)
        check_comment(syncd, number)
        check_other_bodies(syncd)
        check_key_in_a_loose_part(syncd)
        assert syncd.request("GET", "/health").status == 200
        head = syncd.request("HEAD", "/open311/services.xml?jurisdiction_id=kyiv")
        assert head.status == 200 and not head.body


sys.exit(main())
