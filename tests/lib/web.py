"""A real nginx on the loopback address, as the example in syncd/nginx.conf configures it, with TLS by an
authority of its own; and a real browser that looks at what it serves."""
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import tempfile

from syncd import PATIENCE, Asked, wait_for

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAIN = """
daemon off;
pid {folder}/pid;
user root;
worker_processes 1;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/varta.conf;
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx(Asked):
    """Serves root, and passes the endpoint on to the daemon at port.

    changes: pairs of texts, what stands in the example and what shall stand there instead.
    """

    def __init__(self, root, port, changes=()):
        self.folder = tempfile.mkdtemp(prefix="nginx.")
        self.port = free_port()
        self.process = None
        self.certify()
        with open(f"{ROOT}/syncd/nginx.conf", encoding="utf-8") as file:
            text = file.read()
        for old, new in (("listen 443 ", f"listen 127.0.0.1:{self.port} "), ("root /srv/varta;", f"root {root};"),
                         ("/var/log/nginx", self.folder), ("/etc/ssl/varta.pem", f"{self.folder}/cert.pem"), ("/etc/ssl/private/varta.key", f"{self.folder}/key.pem"),
                         ("127.0.0.1:8311", f"127.0.0.1:{port}"), *changes):
            assert old in text, f"the example has no '{old}'"
            text = text.replace(old, new)
        self.write("varta.conf", text)
        self.write("nginx.conf", MAIN.format(folder=self.folder))

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def certify(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=varta.example.org", "-addext", "subjectAltName=DNS:varta.example.org,IP:127.0.0.1",
                        "-keyout", f"{self.folder}/key.pem", "-out", f"{self.folder}/cert.pem"], check=True, capture_output=True)
        self.context = ssl.create_default_context(cafile=f"{self.folder}/cert.pem")

    def log(self, name="error.log"):
        with open(f"{self.folder}/{name}", encoding="utf-8", errors="replace") as file:
            return file.read()

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        except OSError:
            return self.process.poll() is not None

    def __enter__(self):
        command = ["/usr/sbin/nginx", "-p", self.folder, "-c", f"{self.folder}/nginx.conf", "-e", f"{self.folder}/error.log"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("nginx", self.answers)
        assert self.process.poll() is None, self.log()
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            print(self.log()[-3000:])
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def connect(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.context)

    def get(self, path, **headers):
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def browser(scripts=True, size=(1200, 800), language="uk"):
    """Chromium without a window; the caller quits it."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.accept_insecure_certs = True  # the certificate itself is checked by Nginx.get()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", f"--lang={language}",
                     f"--window-size={size[0]},{size[1]}", f"--user-data-dir={tempfile.mkdtemp(prefix='chromium.')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.set_page_load_timeout(PATIENCE)
    return driver


def complaints(driver):
    """What the browser's console says is wrong: errors of scripts, what a policy forbade, what was not found."""
    return [entry["message"] for entry in driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING") and not re.search(r"favicon\.ico", entry["message"])]
