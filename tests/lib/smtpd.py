"""A real mail server for tests: Debian's exim4 with a configuration of its own, on a free port of
127.0.0.1, as a user without rights, with TLS and authentication. What arrives is in one Maildir.

    with Smtpd() as smtpd:
        smtpd.mails()
"""
import email
import email.policy
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile

from syncd import wait_for

EXIM = "/usr/sbin/exim4"
USER, PASSWORD = "varta", "geheim & \"слово\""
CONFIG = r"""
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
primary_hostname = mail.example.org
tls_advertise_hosts = *
tls_certificate = {folder}/tls.pem
tls_privatekey = {folder}/tls.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
host_lookup =
rfc1413_hosts =
smtp_accept_queue_per_connection = 0
smtp_accept_max = 50
deliver_drop_privilege = true
admin_groups = {group}
exim_user = {me}
exim_group = {group}
keep_environment =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
message_size_limit = 1M
bounce_return_size_limit = 20K

begin acl
rcpt:
  deny message = authentication required
       !authenticated = *
       !hosts = :
  deny message = 5.1.1 no such mailbox here
       local_parts = nobody
  deny message = 5.7.1 you may not
       local_parts = policy
  defer message = 4.2.2 the mailbox is full
        local_parts = crowded
        condition = ${{if exists{{{folder}/full}}}}
  accept
data:
  deny message = 5.6.0 this looks like spam
       condition = ${{if match{{$recipients}}{{picky}}}}
  accept

begin routers
late:
  driver = redirect
  local_parts = late
  data = :fail: it turned out that nobody is here
  allow_fail
back:
  driver = accept
  local_part_suffix = +*
  local_parts = bounces
  transport = filter
all:
  driver = accept
  transport = box

begin transports
filter:
  driver = pipe
  command = /usr/bin/curl -sS --max-time 20 -H "Content-Type: message/rfc822" --data-binary @- ${{readfile{{{folder}/bounce_url}}}}
  temp_errors = *
  log_output
box:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  envelope_to_add
  return_path_add

begin retry
* * F,1h,1s

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and {{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{${{readfile{{{folder}/password}}}}}}}}}}}}
  server_set_id = $auth2
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Smtpd:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="smtpd.")
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.ca = f"{self.folder}/tls.pem"
        self.process = None
        self.as_nobody = []
        for name in ("spool", "log", "mail"):
            os.mkdir(f"{self.folder}/{name}")
        self.certificate()
        self.configure()
        self.bounce_to("http://127.0.0.1:9/")
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.as_nobody = ["setpriv", "--reuid=nobody", f"--regid={nobody.pw_gid}", "--init-groups"]
            self.give_away(nobody)
        self.start()

    def certificate(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{self.folder}/tls.key", "-out", self.ca],
                       check=True, capture_output=True)

    def bounce_to(self, url):
        """Where what comes back is posted to: in a file that is read each time, for a running server keeps its configuration."""
        with open(f"{self.folder}/bounce_url", "w", encoding="ascii") as file:
            file.write(url)

    def configure(self):
        me = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        with open(f"{self.folder}/exim.conf", "w", encoding="utf-8") as file:
            file.write(CONFIG.format(folder=self.folder, port=self.port, user=USER, me=me.pw_name,
                                     group=grp.getgrgid(me.pw_gid).gr_name))
        with open(f"{self.folder}/password", "w", encoding="utf-8") as file:
            file.write(PASSWORD)

    def give_away(self, nobody):
        for root, folders, files in os.walk(self.folder):
            for name in [root, *(f"{root}/{n}" for n in folders + files)]:
                os.chown(name, nobody.pw_uid, nobody.pw_gid)
        folder = os.path.dirname(self.folder)
        os.chmod(folder, os.stat(folder).st_mode | 0o011)

    def start(self):
        with open(f"{self.folder}/out", "ab") as out:
            self.process = subprocess.Popen([*self.as_nobody, EXIM, "-C", f"{self.folder}/exim.conf", "-bdf", "-q1s"],
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
        wait_for("mail server", self.listens)

    def listens(self):
        assert self.process.poll() is None, self.log()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()

    def log(self):
        text = ""
        for path in (f"{self.folder}/out", *(f"{self.folder}/log/{name}" for name in os.listdir(f"{self.folder}/log"))):
            with open(path, encoding="utf-8", errors="replace") as file:
                text += file.read()
        return text

    def mails(self, to=None):
        """Those that arrived, as email.message.EmailMessage, oldest first; to: only those of a mailbox."""
        folder = f"{self.folder}/mail/new"
        found = []
        for name in sorted(os.listdir(folder), key=lambda n: os.stat(f"{folder}/{n}").st_mtime_ns) if os.path.exists(folder) else []:
            with open(f"{folder}/{name}", "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            if to is None or mail["Envelope-to"] == to:
                found.append(mail)
        return found

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.stop()
        if kind:
            print(self.log()[-6000:])
        shutil.rmtree(self.folder, ignore_errors=True)
