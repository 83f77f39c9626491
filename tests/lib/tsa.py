"""A real authority of time stamps for tests: openssl ts with certificates of its own, behind HTTP on a free port
of 127.0.0.1.

    with Tsa() as tsa:
        tsa.url, tsa.ca
"""
import os
import subprocess
import tempfile
import threading

from postserver import PostServer

CONFIG = """
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
"""


class Tsa(PostServer):
    def __init__(self, name="Tests"):
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="tsa.")
        self.ca = f"{self.folder}/ca.pem"
        self.write("tsa.cnf", CONFIG.format(folder=self.folder))
        self.write("serial", "01\n")
        self.write("ext", "extendedKeyUsage = critical, timeStamping\nkeyUsage = critical, digitalSignature\n")
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name} CA",
                     "-keyout", "ca.key", "-out", "ca.pem")
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name} TSA", "-keyout", "tsa.key", "-out", "tsa.csr")
        self.openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "ext", "-out", "tsa.pem")
        self.lock = threading.Lock()

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="ascii") as file:
            file.write(text)

    def openssl(self, *args):
        return subprocess.run(["openssl", *args], cwd=self.folder, check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def posted(self, path, type_, body):
        if type_ != "application/timestamp-query":
            return 415, "text/plain", b"application/timestamp-query is expected\n"
        return 200, "application/timestamp-reply", self.stamp(body)

    def stamp(self, query):
        with self.lock:
            with open(f"{self.folder}/query", "wb") as file:
                file.write(query)
            self.openssl("ts", "-reply", "-config", "tsa.cnf", "-section", "one", "-queryfile", "query", "-out", "reply")
            with open(f"{self.folder}/reply", "rb") as file:
                return file.read()

    def verify(self, data, reply):
        """Whether openssl finds the stamp in the file reply to be of the file data."""
        done = subprocess.run(["openssl", "ts", "-verify", "-data", data, "-in", reply, "-CAfile", self.ca], capture_output=True, text=True)
        return done.returncode == 0 and "Verification: OK" in done.stdout + done.stderr

    @property
    def url(self):
        return f"{self.address}/tsr"

    def __exit__(self, *args):
        super().__exit__(*args)
        for name in os.listdir(self.folder):
            os.unlink(f"{self.folder}/{name}")
        os.rmdir(self.folder)
