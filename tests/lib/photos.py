"""Photos for tests: small ones, with what cameras and telephones put beside the picture."""
import base64
import http.server
import struct
import threading
import zlib

PLACE = b"50.4501N 30.5234E by Olena's telephone"

PLAIN_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8a"
    "Gi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAY"
    "EAACAwAAAAAAAAAAAAAAAAAABAUiMf/EABUBAQEAAAAAAAAAAAAAAAAAAAID/8QAGREAAgMBAAAAAAAAAAAAAAAAAAMEBSFR/9oADAMBAAIRAxEAPwCavCZUqLwmVAA2QzpGvlNz"
    "T//Z")
PLAIN_WEBP = base64.b64decode("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoEAAQAAsBMJaQAA3AA/u48AAA=")


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def exif(orientation):
    """A big-endian Exif segment: how to turn the picture, and where it was taken."""
    entries = struct.pack(">HHHIHH", 2, 0x112, 3, 1, orientation, 0) + struct.pack(">HHII", 0x10e, 2, len(PLACE), 38)
    return segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08" + entries + b"\0\0\0\0" + PLACE)


def jpeg(orientation=6):
    """With a place in an Exif segment, a comment, XMP, a second picture behind the end."""
    return (PLAIN_JPEG[:2] + exif(orientation) + segment(0xfe, PLACE) + segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE)
            + segment(0xe2, b"MPF\0" + PLACE) + PLAIN_JPEG[2:] + PLAIN_JPEG + PLACE)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=4, height=4):
    rows = b"".join(b"\0" + bytes([x * 16 % 256, 80, 160]) * width for x in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0" + PLACE)
            + chunk(b"eXIf", exif(1)[10:]) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + PLACE)


def webp():
    """In the extended form, with Exif and XMP, and more than the picture in its own chunk."""
    def part(kind, data):
        return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    head = part(b"VP8X", struct.pack("<I", 0x0c) + b"\x03\0\0" + b"\x03\0\0")
    body = b"WEBP" + head + part(b"VP8 ", PLAIN_WEBP[20:] + PLACE) + part(b"EXIF", PLACE) + part(b"XMP ", PLACE)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bomb():
    """A PNG of a few bytes that says it is enormous."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0)) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


class PhotoSite(http.server.BaseHTTPRequestHandler):
    """A site with residents' photos: whatever is asked for, it is there."""
    url = ""

    def do_GET(self):
        body = jpeg()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

    @staticmethod
    def serve():
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), PhotoSite)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        PhotoSite.url = f"http://127.0.0.1:{server.server_address[1]}"


def upload(syncd, data, key="test-key", **texts):
    """Brings it to the daemon, as a site does before the report that names it; its address. While the daemon cannot take it yet it is sent again."""
    body = multipart({"jurisdiction_id": "kyiv", "api_key": key, **texts}, media=data)
    while (answer := syncd.request("POST", "/open311/v2/media.json", *body)).status == 503:
        pass
    assert answer.status == 200, answer
    return answer.json[0]["media_url"]


def multipart(texts, **files):
    """A body with these texts and files (name: bytes, or a list of them), and its headers."""
    parts = [(f'name="{name}"', "", value.encode()) for name, value in texts.items()]
    for name, data in files.items():
        parts += [(f'name="{name}"; filename="{n}.jpg"', "Content-Type: image/jpeg\r\n", one)
                  for n, one in enumerate(data if isinstance(data, list) else [data])]
    body = b"".join(f"--border\r\nContent-Disposition: form-data; {head}\r\n{kind}\r\n".encode() + data + b"\r\n" for head, kind, data in parts)
    return body + b"--border--\r\n", {"Content-Type": "multipart/form-data; boundary=border"}
