"""Publishes a site to real servers on loopback; see tests/long/publish, which sets them up."""

import filecmp
import functools
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import servers
from servers import running

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
start = functools.partial(servers.start, work)
me = os.environ.get("USER") or "root"
password = "only-for-this-test"
ftp_user = "gongkai-test"
failed = []


def run(*command, **more):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)


def fresh(name):
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def site():
    """A built site of the sample, with the places of this test in its site.yaml."""
    folder = work / "site"
    shutil.rmtree(folder, ignore_errors=True)
    made = run(program, "init", folder, "--sample")
    assert made.returncode == 0, made.stderr
    ssh = work / "ssh"
    lines = f"""
发布:
  sftp: {{地址: "sftp://{me}@127.0.0.1:2201{work}/sftp-root/www", SSH配置: {ssh}/config}}
  rsync-ssh: {{地址: "rsync+ssh://{me}@127.0.0.1:2201{work}/rsync-root/www", SSH配置: {ssh}/config}}
  rsync: {{地址: "rsync://127.0.0.1:2202/www/gongkai"}}
  ftps: {{地址: "ftps://{ftp_user}@127.0.0.1:2203/www", 证书: {work}/tls/cert.pem}}
  nginx: {{地址: "dav://web@127.0.0.1:2204/www", 核对网址: "http://127.0.0.1:2204/www/"}}
  davs: {{地址: "davs://web@127.0.0.1:2214/www", 证书: {work}/tls/cert.pem}}
  apache: {{地址: "dav://web@127.0.0.1:2205/www"}}
  s3: {{地址: "s3://key@bucket/www", 存储端点: "http://127.0.0.1:2206"}}
  sftp-cut: {{地址: "sftp://{me}@127.0.0.1:2301{work}/sftp-root/cut", SSH配置: {ssh}/config}}
  rsync-ssh-cut: {{地址: "rsync+ssh://{me}@127.0.0.1:2301{work}/rsync-root/cut", SSH配置: {ssh}/config}}
  rsync-cut: {{地址: "rsync://127.0.0.1:2302/www/cut"}}
  ftps-cut: {{地址: "ftps://{ftp_user}@127.0.0.1:2303/cut", 证书: {work}/tls/cert.pem}}
  nginx-cut: {{地址: "dav://web@127.0.0.1:2304/cut"}}
  davs-cut: {{地址: "davs://web@127.0.0.1:2314/cut-tls", 证书: {work}/tls/cert.pem}}
  apache-cut: {{地址: "dav://web@127.0.0.1:2305/cut"}}
  s3-cut: {{地址: "s3://key@bucket/cut", 存储端点: "http://127.0.0.1:2306"}}
"""
    path = folder / "content/site.yaml"
    path.write_text(path.read_text() + lines)
    built = run(program, "--root", folder, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def keys():
    ssh = fresh("ssh")
    for name in ["host", "user"]:
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ssh / name)
    shutil.copy(ssh / "user.pub", ssh / "authorized")
    host = (ssh / "host.pub").read_text().split()
    known = [f"[127.0.0.1]:{port} {host[0]} {host[1]}\n" for port in [2201, 2301]]
    (ssh / "known").write_text("".join(known))
    (ssh / "config").write_text(
        f"Host *\n  IdentityFile {ssh}/user\n  IdentitiesOnly yes\n"
        f"  UserKnownHostsFile {ssh}/known\n  StrictHostKeyChecking yes\n"
    )
    (ssh / "sshd").write_text(
        f"Port 2201\nListenAddress 127.0.0.1\nHostKey {ssh}/host\nAuthorizedKeysFile {ssh}/authorized\n"
        f"PasswordAuthentication no\nStrictModes no\nPidFile none\nUsePAM no\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\n"
    )
    tls = fresh("tls")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tls / "key.pem", "-out", tls / "cert.pem")


def serve():
    keys()
    fresh("sftp-root"), fresh("rsync-root")
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    start("sshd", 2201, "/usr/sbin/sshd", "-D", "-e", "-f", work / "ssh/sshd")

    root = fresh("rsyncd-root")
    (work / "rsyncd.conf").write_text(
        f"use chroot = no\nport = 2202\naddress = 127.0.0.1\nuid = {me}\ngid = {me}\n"
        f"[www]\npath = {root}\nread only = no\n")
    start("rsyncd", 2202, "rsync", "--daemon", "--no-detach", "--config", work / "rsyncd.conf")

    # vsftpd asks PAM for passwords: a user and a service of their own, gone at the end.
    ftp = fresh("ftp-root")
    hashed = run("openssl", "passwd", "-6", password).stdout.strip()
    run("useradd", "--no-create-home", "--home-dir", ftp, "--password", hashed, ftp_user)
    shutil.chown(ftp, ftp_user)
    (work / "ftp.conf").write_text(
        f"listen=YES\nlisten_address=127.0.0.1\nlisten_port=2203\nlocal_enable=YES\nwrite_enable=YES\n"
        f"anonymous_enable=NO\nlocal_root={ftp}\nssl_enable=YES\nforce_local_data_ssl=YES\n"
        f"force_local_logins_ssl=YES\nrequire_ssl_reuse=NO\nrsa_cert_file={work}/tls/cert.pem\n"
        f"rsa_private_key_file={work}/tls/key.pem\npam_service_name=gongkai-test\nseccomp_sandbox=NO\n"
        f"secure_chroot_dir={fresh('ftp-empty')}\nbackground=NO\npasv_address=127.0.0.1\ncheck_shell=NO\n")
    pathlib.Path("/etc/pam.d/gongkai-test").write_text(
        "auth required pam_unix.so\naccount required pam_unix.so\n")
    start("vsftpd", 2203, "/usr/sbin/vsftpd", work / "ftp.conf")

    dav = fresh("nginx-root")
    passwords = work / "htpasswd"
    passwords.write_text(f"web:{run('openssl', 'passwd', '-apr1', password).stdout}")
    dav_part = f"root {dav}; dav_methods PUT DELETE MKCOL MOVE; client_max_body_size 0;" \
        f" limit_except GET HEAD {{ auth_basic x; auth_basic_user_file {passwords}; }}"
    (work / "nginx.conf").write_text(
        f"user {me}; daemon off; pid {work}/nginx.pid; error_log {work}/nginx.errors;\nevents {{}}\n"
        f"http {{ access_log off; client_body_temp_path {fresh('nginx-tmp')};\n"
        f"server {{ listen 127.0.0.1:2204; location / {{ {dav_part} }} }}\n"
        f"server {{ listen 127.0.0.1:2214 ssl; ssl_certificate {work}/tls/cert.pem;"
        f" ssl_certificate_key {work}/tls/key.pem; location / {{ {dav_part} }} }} }}\n")
    start("nginx", 2204, "/usr/sbin/nginx", "-c", work / "nginx.conf")

    dav = fresh("apache-root")
    modules = "/usr/lib/apache2/modules"
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in [
        "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs", "mime"])
    (work / "apache.conf").write_text(
        f"ServerRoot {work}\nListen 127.0.0.1:2205\nServerName 127.0.0.1\nPidFile {work}/apache.pid\n"
        f"ErrorLog {work}/apache.errors\nUser www-data\nGroup www-data\n{loaded}DavLockDB {fresh('apache-locks')}/db\n"
        f"TypesConfig /etc/mime.types\nDocumentRoot {dav}\n<Directory {dav}>\nDav On\nAuthType Basic\nAuthName x\n"
        f"AuthUserFile {passwords}\nRequire valid-user\n</Directory>\n")
    for folder in [dav, work / "apache-locks"]:
        shutil.chown(folder, "www-data", "www-data")
    start("apache", 2205, "/usr/sbin/apache2", "-X", "-f", work / "apache.conf")

    start("s3", 2206, work / "venv/bin/moto_server", "-H", "127.0.0.1", "-p", "2206")
    run("curl", "-sf", "-X", "PUT", "http://127.0.0.1:2206/bucket")


def versions():
    said = [
        run("ssh", "-V").stderr, run("rsync", "--version").stdout.splitlines()[0],
        run("dpkg-query", "-W", "vsftpd").stdout, run("/usr/sbin/nginx", "-v").stderr,
        run("/usr/sbin/apache2", "-v").stdout.splitlines()[0],
        run(work / "venv/bin/pip", "show", "moto").stdout.splitlines()[1], run("curl", "--version").stdout.split("\n")[0],
    ]
    print("\n".join(line.strip() for line in said))


def publish(folder, place, *more, check=True):
    env = {**os.environ, "GONGKAI_PUBLISH_PASSWORD": password}
    done = run(program, "--root", folder, "publish", place, *more, env=env)
    if check and done.returncode != 0:
        raise AssertionError(f"{place} {more}: {done.returncode} {done.stdout}{done.stderr}")
    return done


def files_of(folder):
    """Every file below a folder but the mark of an output folder, which is no file of the site."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".gongkai-output"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def bucket(folder="www"):
    env = {**os.environ, "no_proxy": "*"}
    listed = run("curl", "-sf", "http://127.0.0.1:2206/bucket?list-type=2&max-keys=5000", env=env).stdout
    keys = re.findall(f"<Key>{folder}/([^<]*)</Key>", listed)
    signed = ["--aws-sigv4", "aws:amz:us-east-1:s3", "-u", f"key:{password}"]
    read = lambda key: ["curl", "-sf", *signed, f"http://127.0.0.1:2206/bucket/{folder}/{key}"]
    return {key: subprocess.run(read(key), capture_output=True, env=env).stdout for key in keys}


def same(place, there, folder):
    ours = files_of(folder)
    wrong = sorted(name for name in set(ours) | set(there) if ours.get(name) != there.get(name))
    assert not wrong, f"{place}: not the same: {wrong[:5]} ({len(wrong)})"


def broken_off(folder, place, again):
    """Ends the program, and what it runs, while it carries."""
    env = {**os.environ, "GONGKAI_PUBLISH_PASSWORD": password}
    child = subprocess.Popen([program, "--root", folder, "publish", place], env=env,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    journal = folder / ".gongkai/publish" / place / "under-way.json"
    for _ in range(2000):
        if child.poll() is not None or journal.exists() and '"done":{"' in journal.read_text():
            break
        time.sleep(0.005)
    ended = child.poll() is not None
    if not ended:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    planned = publish(folder, place, "--dry-run").stdout
    put = int(re.search("将放入 ([0-9]+)", planned).group(1))
    assert ended or put < again, f"{place}: all {again} again after it was broken off ({put})"
    return "ended first" if ended else f"{put} of {again} left"


def try_place(folder, place, there):
    original = work / "original"
    output = folder / "output"
    shutil.rmtree(output)
    shutil.copytree(original, output)
    all_files = len(files_of(output)) - 1
    how = broken_off(folder, place, all_files)
    publish(folder, place)
    same(place, there(), output)
    unchanged = publish(folder, place).stdout
    assert "放入 0 个" in unchanged, unchanged
    # A file changed and one removed, with a list that says so.
    changed = work / "changed"
    shutil.rmtree(output)
    shutil.copytree(changed, output)
    publish(folder, place)
    same(place, there(), changed)
    publish(folder, place, "--back")
    same(place, there(), original)
    print(f"{place}: holds; broken off: {how}")


class Cut:
    """Stands between the program and a server, and cuts every connection once so much was sent."""

    all = {}

    def __init__(self, port):
        self.to, self.left = port, 0
        self.listener = socket.create_server(("127.0.0.1", port + 100))
        threading.Thread(target=self.accept, daemon=True).start()

    @classmethod
    def before(cls, port):
        if port not in cls.all:
            cls.all[port] = cls(port)
        return cls.all[port]

    def accept(self):
        while True:
            ours, _ = self.listener.accept()
            theirs = socket.create_connection(("127.0.0.1", self.to))
            for pair in [(ours, theirs, True), (theirs, ours, False)]:
                threading.Thread(target=self.carry, args=pair, daemon=True).start()

    def carry(self, source, target, counted):
        try:
            while data := source.recv(8192):
                if counted:
                    self.left -= len(data)
                    if self.left < 0:
                        break
                target.sendall(data)
            if self.left >= 0:
                return target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        for end in [source, target]:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def cut_midway(folder, place, port, there):
    """The connection is cut while the program carries; the next run goes on and ends whole."""
    between = Cut.before(port)
    output = folder / "output"
    # Of FTP only what is asked for goes this way, not the files.
    whole = 9_000 if place == "ftps" else sum(len(data) for data in files_of(output).values())
    between.left = whole * 4 // 5
    first = publish(folder, f"{place}-cut", check=False)
    assert first.returncode == 2, f"{place}: cut midway, and {first.returncode}: {first.stdout}"
    said = first.stderr.strip().splitlines()[0]
    between.left = 10 ** 12
    planned = publish(folder, f"{place}-cut", "--dry-run").stdout
    put = int(re.search("将放入 ([0-9]+)", planned).group(1))
    publish(folder, f"{place}-cut")
    same(f"{place}-cut", there(), output)
    print(f"{place}: a connection cut midway: “{said}”; {put} of {len(files_of(output))} left, then whole")


def over_tls(folder):
    """A site is fetched over HTTPS: by an authority that is named, and not by one nobody knows."""
    address = "https://127.0.0.1:2214/www/"
    env = {name: value for name, value in os.environ.items() if name not in ["SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE"]}

    def verify(**more):
        page = work / "record.pdf"
        page.unlink(missing_ok=True)
        done = run(program, "--root", folder, "verify", address, "--report", page, "--on", "2026-11-28",
                   env={**env, **more})
        return done, page

    for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE"]:
        done, page = verify(**{name: str(work / "tls/cert.pem")})
        assert done.returncode == 0, (name, done.stdout, done.stderr)
        assert page.read_bytes().startswith(b"%PDF"), name
    done, page = verify()
    assert done.returncode != 0 and "ertificate" in done.stdout + done.stderr, (done.stdout, done.stderr)
    assert not page.exists(), "what could not be fetched was certified"
    print("https: holds by a named authority, refused by an unknown one:",
          (done.stderr or done.stdout).strip().splitlines()[0])


def recipes(folder):
    """What a build writes for web servers, tried in nginx and Apache over the site."""
    # What nginx took in is for its own user alone, so that both are given the site itself.
    top = fresh("served")
    (top / "gongkai").symlink_to(work / "original")
    ours = folder / ".gongkai/server"
    (work / "nginx2.conf").write_text(
        f"user {me}; daemon off; pid {work}/nginx2.pid; error_log {work}/nginx2.errors;\nevents {{}}\n"
        f"http {{ access_log off; server {{ listen 127.0.0.1:2207; root {top}; absolute_redirect off;"
        f" include {ours}/nginx.conf; }} }}\n")
    start("nginx2", 2207, "/usr/sbin/nginx", "-c", work / "nginx2.conf")
    modules = "/usr/lib/apache2/modules"
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in [
        "mpm_event", "authz_core", "dir", "headers", "mime"])
    (work / "apache2.conf").write_text(
        f"ServerRoot {work}\nListen 127.0.0.1:2208\nServerName 127.0.0.1\nPidFile {work}/apache2.pid\n"
        f"ErrorLog {work}/apache2.errors\nUser www-data\nGroup www-data\n{loaded}TypesConfig /etc/mime.types\n"
        f"DocumentRoot {top}\n<Directory {top}>\nRequire all granted\nOptions FollowSymLinks\n"
        f"Include {ours}/apache.htaccess\n</Directory>\n")
    start("apache2", 2208, "/usr/sbin/apache2", "-X", "-f", work / "apache2.conf")
    for name, port in [("nginx", 2207), ("apache", 2208)]:
        def head(path):
            return run("curl", "-sI", f"http://127.0.0.1:{port}/gongkai/{path}").stdout.lower()
        for path in ["2025-2026/disclosure.pdf", "2025-2026/document.json"]:
            assert "x-robots-tag: noindex" in head(path) and " 200 " in head(path), (name, head(path))
        for path in ["2025-2026/index.html", "2025-2026/roster.html", "index.html"]:
            assert "x-robots-tag" not in head(path) and " 200 " in head(path), (name, head(path))
        moved = head("2025-2026")
        assert " 301 " in moved and "/gongkai/2025-2026/" in moved, (name, moved)
    print("recipes: hold in nginx and Apache")


def changed_site(output):
    import hashlib
    import json
    changed = work / "changed"
    shutil.rmtree(changed, ignore_errors=True)
    shutil.copytree(output, changed)
    sites = json.loads((changed / "site.json").read_text())
    (changed / "robots.txt").write_bytes(b"# changed\n")
    sites["files"]["robots.txt"] = hashlib.sha256(b"# changed\n").hexdigest()
    (changed / "feed.xml").unlink()
    del sites["files"]["feed.xml"]
    (changed / "site.json").write_text(json.dumps(sites, ensure_ascii=False))


def main():
    folder = site()
    shutil.rmtree(work / "original", ignore_errors=True)
    shutil.copytree(folder / "output", work / "original")
    changed_site(work / "original")
    serve()
    versions()
    places = {
        "sftp": lambda: files_of(work / "sftp-root/www"),
        "rsync-ssh": lambda: files_of(work / "rsync-root/www"),
        "rsync": lambda: files_of(work / "rsyncd-root/gongkai"),
        "ftps": lambda: files_of(work / "ftp-root/www"),
        "nginx": lambda: files_of(work / "nginx-root/www"),
        "apache": lambda: files_of(work / "apache-root/www"),
        "s3": bucket,
    }
    for place, there in places.items():
        try:
            try_place(folder, place, there)
        except AssertionError as error:
            failed.append(place)
            print(f"{place}: FAILED: {error}")
    # The same root over TLS: nothing is left to do but to compare.
    shutil.rmtree(folder / "output")
    shutil.copytree(work / "original", folder / "output")
    assert "将放入 0 个" in publish(folder, "davs", "--dry-run").stdout
    over_tls(folder)
    cuts = {
        "sftp": (2201, lambda: files_of(work / "sftp-root/cut")),
        "rsync-ssh": (2201, lambda: files_of(work / "rsync-root/cut")),
        "rsync": (2202, lambda: files_of(work / "rsyncd-root/cut")),
        "ftps": (2203, lambda: files_of(work / "ftp-root/cut")),
        "nginx": (2204, lambda: files_of(work / "nginx-root/cut")),
        "davs": (2214, lambda: files_of(work / "nginx-root/cut-tls")),
        "apache": (2205, lambda: files_of(work / "apache-root/cut")),
        "s3": (2206, lambda: bucket("cut")),
    }
    for place, (port, there) in cuts.items():
        try:
            cut_midway(folder, place, port, there)
        except AssertionError as error:
            failed.append(place)
            print(f"{place}: FAILED: {error}")
    recipes(folder)


try:
    main()
finally:
    for server in running:
        server.terminate()
    pathlib.Path("/etc/pam.d/gongkai-test").unlink(missing_ok=True)
    run("userdel", ftp_user)
sys.exit(1 if failed else 0)
