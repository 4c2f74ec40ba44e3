"""Collects a sample province from web servers on loopback; see tests/long/province/web."""

import csv
import filecmp
import functools
import gzip
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import servers
from servers import running

work, number, venv = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), pathlib.Path(sys.argv[3])
start = functools.partial(servers.start, work)
program, sample = os.environ["GONGKAI_PROVINCE_PROGRAM"], os.environ["GONGKAI_PROVINCE_SAMPLE"]
PORT, STORE, STRANGE = 8190, 8191, 8192
EVERY = 30


def strange():
    """A host that takes a connection and says nothing (127.2.0.1), one that never ends (.2), one that
    breaks off in the middle of a file (.3), one whose list unpacks to a thousand times as much (.4), one that sends on
    into this machine and its network (.5), one whose head never ends (.6), and one that drips (.7)."""
    packed = gzip.compress(b" " * (1 << 28), 9)

    def serve(client, address):
        if address == "127.2.0.1":
            time.sleep(60)
            return
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                more = client.recv(4096)
                if not more:
                    return
                head += more
            if b"robots.txt" in head.split(b"\r\n")[0]:
                client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                continue
            endless = {"127.2.0.2": (b"\r\n", b" " * 65536, 0), "127.2.0.6": (b"", b"X-More: more\r\n" * 999, 0),
                       "127.2.0.7": (b"\r\n", b" ", 0.5)}
            if address in endless:
                begins, more, pause = endless[address]
                try:
                    client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + begins)
                    while True:
                        client.sendall(more)
                        time.sleep(pause)
                except OSError:
                    return
            if address == "127.2.0.4":
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed))
                client.sendall(packed)
                continue
            if address == "127.2.0.5":
                asked = head.split(b" ")[1]
                to = b"http://169.254.169.254/latest" if b"site" in asked else b"http://127.0.0.1:%d/" % STORE
                client.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")
                continue
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"schema\": 1,")
            client.close()
            return

    for last in range(1, 8):
        address = f"127.2.0.{last}"
        listener = socket.create_server((address, STRANGE))

        def accept(listener=listener, address=address):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=serve, args=(client, address), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()


def address_of(nth):
    return f"127.1.{nth // 250}.{nth % 250 + 1}"


def province():
    """Makes the province and gives every college a host of its own."""
    done = subprocess.run([sample, work / "p", str(number), "2", "http://x/"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(open(work / "p/colleges.csv", encoding="utf-8-sig")))
    hosts = work / "hosts"
    shutil.rmtree(hosts, ignore_errors=True)
    hosts.mkdir()
    for nth, row in enumerate(rows):
        if nth % EVERY == 3:
            continue
        (hosts / address_of(nth)).symlink_to(work / "p/sites" / row["代号"])
        row["网址"] = f"http://{address_of(nth)}:{PORT}/"
    must = set()
    for line in (work / "p/planted.csv").read_text().splitlines():
        must.add(tuple(line.split(",")))
    # More hosts: each with what must be found of it.
    extra = [
        ("slow", "127.3.0.1", PORT, "broken-off"), ("closed", "127.3.0.2", PORT, "kept-out"),
        ("moved", "127.3.0.3", PORT, "unreachable"), ("broken", "127.3.0.4", PORT, "unreachable"),
        ("silent", "127.2.0.1", STRANGE, "unreachable"), ("endless", "127.2.0.2", STRANGE, "refused"),
        ("cut", "127.2.0.3", STRANGE, "unreachable"), ("packed", "127.2.0.4", STRANGE, "refused"),
        ("inward", "127.2.0.5", STRANGE, "unreachable"), ("heads", "127.2.0.6", STRANGE, "unreachable"),
        ("drips", "127.2.0.7", STRANGE, "unreachable"),
    ]
    for name, address, port, found in extra:
        row = dict(rows[0], 代号=name, 名称=f"{name}学院", 公钥="", 网址=f"http://{address}:{port}/")
        rows.append(row)
        must.add((name, "", found))
    # The slow host has a whole site; its look is broken off after a few seconds.
    (hosts / "127.3.0.1").symlink_to(work / "p/sites" / rows[0]["代号"])
    rows[number]["名称"] = rows[0]["名称"]
    for name in ("127.3.0.2", "127.3.0.3", "127.3.0.4"):
        (hosts / name).mkdir()
    (hosts / "127.3.0.2/robots.txt").write_text("User-agent: *\nDisallow: /\n")
    write(work / "colleges.csv", rows)
    return rows, must


def write(path, rows):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)


def nginx():
    (work / "nginx.conf").write_text(f"""
user {os.environ.get("USER") or "root"}; daemon off; pid {work}/nginx.pid; error_log {work}/nginx.errors;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  types {{ application/json json; text/html html; text/css css; }}
  log_format told '$server_addr $connection $msec $request_time $status $body_bytes_sent "$http_user_agent" $uri';
  access_log {work}/access.log told;
  keepalive_requests 100000; keepalive_timeout 5s; etag on;
  map $server_addr $rate {{ default 0; 127.3.0.1 2k; }}
  server {{
    listen {PORT}; root {work}/hosts/$server_addr;
    limit_rate $rate;
    if ($server_addr = 127.3.0.3) {{ return 302 http://127.1.0.1:{PORT}$uri; }}
    if ($server_addr = 127.3.0.4) {{ return 503; }}
  }}
}}
""")
    start("nginx", PORT, "/usr/sbin/nginx", "-c", work / "nginx.conf")


# Whatever hosts send, collecting has no more memory than this.
MEMORY = 300 << 20


def bounded():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


LOOK = ["--due", "2025-2026=2025-11-30", "--at-once", "8"]


def collect(data, on, *more, colleges="colleges.csv", wait=True, command=()):
    # Time enough for every host but the slow one; a store that is one host has to answer for all.
    short = [] if "--seconds" in more else ["--seconds", "8"]
    argv = [*command, program, "--data", work / data, "collect", work / colleges, "--on", on, *LOOK, *short, *more]
    argv = [str(part) for part in argv]
    if not wait:
        return subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.time()
    done = subprocess.run(argv, capture_output=True, text=True, preexec_fn=bounded)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout, time.time() - began


def found(data):
    """What was found of every college, but for remarks on ledgers."""
    all_found = set()
    for path in sorted((work / data / "colleges").glob("*.json")):
        for it in json.loads(path.read_text())["findings"]:
            edition = it.get("edition", "")
            if it["kind"] == "ledger-not-served":
                continue
            # A version spoiled like the year it is of is one thing; so is every file a slow host kept back.
            if it["kind"] == "refused":
                edition = re.sub("/v[0-9]+$", "", edition)
            if it["kind"] == "broken-off":
                edition = ""
            all_found.add((path.stem, edition, it["kind"]))
    return all_found


def of_collecting(planted):
    kinds = {"unreachable", "not-there", "kept-out", "refused", "altered", "missing", "rewritten", "late",
             "changed-without-version", "withdrawn", "ledger-broken", "signature-broken", "older-program", "broken-off"}
    return {it for it in planted if it[2] in kinds}


def compared(what, must, data):
    is_found = found(data)
    missed, invented = must - is_found, is_found - must
    assert not missed and not invented, f"{what}: missed {sorted(missed)}, invented {sorted(invented)}"
    print(f"{what}: {len(must)} to be found, {len(is_found)} found, 0 missed, 0 invented")


def log(since=0):
    lines = []
    for line in (work / "access.log").read_text().splitlines()[since:]:
        host, connection, end, took, status, size, rest = line.split(" ", 6)
        lines.append((host, connection, float(end), float(took), int(status), int(size), rest))
    return lines


def polite(lines):
    """One connection a host at a time: what a host answers never overlaps, and few connections are made."""
    of_host = {}
    for host, connection, end, took, *_ in lines:
        of_host.setdefault(host, []).append((end - took, end, connection))
    most = 0
    for host, asked in of_host.items():
        asked.sort()
        for (_, end, _), (begin, _, _) in zip(asked, asked[1:]):
            assert begin >= end - 0.002, f"{host} was asked for two files at once"
        most = max(most, len({connection for *_, connection in asked}))
    assert all('"gongkai-province/' in rest for *_, rest in lines)
    return most


def told(what, lines, seconds):
    count = lambda status: sum(1 for it in lines if it[4] == status)
    sent = sum(it[5] for it in lines if it[0] != "127.3.0.1")
    print(f"{what}: {len(lines)} requests in {seconds:.1f} s, {count(200)} sent, {count(304)} unchanged, "
          f"{sent / 1e6:.1f} MB; at most {polite(lines)} connections a host, never two at once")
    return count(200), count(304)


def same(a, b):
    compared = filecmp.dircmp(work / a, work / b)
    stack = [compared]
    while stack:
        it = stack.pop()
        assert not (it.left_only or it.right_only or it.diff_files), (it.left, it.left_only, it.right_only, it.diff_files)
        stack += it.subdirs.values()


def killed(rows):
    """A look that is killed three times goes on where it was, and comes to the same."""
    ids = lambda: {path.stem for path in (work / "again/colleges").glob("[a-z]*.json")}
    stops = []
    for part in (5, 3, 2):
        child = collect("again", "2025-12-01", "--pause", "3", wait=False)
        while child.poll() is None and len(ids()) < len(rows) // part:
            time.sleep(0.01)
        assert child.poll() is None, "it ended before it was killed"
        child.kill()
        child.wait()
        stops.append(len(ids()))
    lines = len(log())
    said, _ = collect("again", "2025-12-01")
    known = int(re.search("另有 ([0-9]+) 所", said).group(1))
    assert known == stops[-1], (known, stops)
    asked = {it[0] for it in log(lines)}
    print(f"killed after {stops} of {len(rows)} colleges: the last run looked at the other {len(rows) - known}, "
          f"and asked {len(asked)} hosts")
    for half in (work / "again/colleges").glob(".*"):
        half.unlink()
    for half in (work / "again/kept").glob("*/.*"):
        half.unlink()


def progress(rows):
    """On a terminal the way that is left is shown."""
    shutil.rmtree(work / "terminal", ignore_errors=True)
    command = " ".join(map(str, [program, "--data", work / "terminal", "collect", work / "colleges.csv", "--on",
                                 "2025-12-01", "--lists-only", "--seconds", "8", *LOOK]))
    done = subprocess.run(["script", "-qec", command, "/dev/null"], capture_output=True, text=True)
    steps = set(re.findall(r"([0-9]+)/([0-9]+)", done.stdout))
    seen = {int(a) for a, b in steps if int(b) == len(rows)}
    assert len(seen) > 2, done.stdout[-500:]
    print(f"progress on a terminal: {len(seen)} steps seen")


def bucket(rows, must):
    """The same sites in an object store that wants signed requests."""
    env = {**os.environ, "MOTO_S3_CUSTOM_ENDPOINTS": ""}
    start("store", STORE, venv / "bin/moto_server", "-H", "127.0.0.1", "-p", str(STORE), env=env)
    import boto3
    import urllib.request
    at = dict(endpoint_url=f"http://127.0.0.1:{STORE}", region_name="cn-north-1",
              aws_access_key_id="any", aws_secret_access_key="any")
    store, iam = boto3.client("s3", **at), boto3.client("iam", **at)
    store.create_bucket(Bucket="disclosure", CreateBucketConfiguration={"LocationConstraint": "cn-north-1"})
    some = [row for nth, row in enumerate(rows[:number]) if nth < EVERY]
    for row in some:
        site = work / "p/sites" / row["代号"]
        for path in sorted(it for it in site.rglob("*") if it.is_file()):
            store.upload_file(str(path), "disclosure", f"{row['代号']}/{path.relative_to(site)}")
    iam.create_user(UserName="reader")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
                                                       "Resource": "*"}]}
    iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    # From here on every request must be signed by somebody who may make it.
    asked = urllib.request.Request(f"http://127.0.0.1:{STORE}/moto-api/reset-auth", data=b"0", method="POST",
                                   headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(asked)
    secrets = work / "secrets"
    shutil.rmtree(secrets, ignore_errors=True)
    secrets.mkdir()
    (secrets / key["AccessKeyId"]).write_text(key["SecretAccessKey"] + "\n")
    (secrets / key["AccessKeyId"]).chmod(0o600)
    stored = []
    for nth, row in enumerate(some):
        port = 9 if nth % EVERY == 3 else STORE
        address = f"s3+http://{key['AccessKeyId']}@127.0.0.1:{port}/disclosure/{row['代号']}?region=cn-north-1"
        stored.append(dict(row, 网址=address))
    write(work / "stored.csv", stored)
    ids = {row["代号"] for row in stored}
    expected = {it for it in must if it[0] in ids}
    more = ["--secrets", str(secrets), "--seconds", "120"]
    _, seconds = collect("stored", "2025-12-01", *more, colleges="stored.csv")
    compared("object store, signed requests", expected, "stored")
    _, again = collect("stored", "2025-12-02", *more, colleges="stored.csv")
    compared("object store, a day later", expected, "stored")
    answers = [line for line in (work / "store.log").read_text().splitlines() if "GET /disclosure/" in line]
    unchanged = sum(1 for line in answers if '" 304 ' in line)
    print(f"object store: {len(stored)} colleges, {seconds:.1f} s, then {again:.1f} s; {len(answers)} requests, "
          f"{unchanged} unchanged")
    assert unchanged > len(answers) / 3
    # A wrong secret opens nothing, and a secret that others can read is not used.
    (secrets / key["AccessKeyId"]).write_text("wrong\n")
    collect("locked", "2025-12-01", *more, colleges="stored.csv")
    assert {it[2] for it in found("locked")} == {"unreachable"}, found("locked")
    (secrets / key["AccessKeyId"]).chmod(0o644)
    argv = [program, "--data", work / "locked2", "collect", work / "stored.csv", "--on", "2025-12-01", *LOOK, *more]
    refused = subprocess.run(list(map(str, argv)), capture_output=True, text=True)
    assert refused.returncode == 2 and "别人也能读" in refused.stderr, refused.stderr
    print("object store: a wrong secret opens nothing; one that others can read is refused")


def shown(planted):
    """What was collected is audited and shown: what was planted in the texts is found there."""
    folder = {name: str(work / name) for name in ("dataset", "portal")}
    for part in (["audit", work / "colleges.csv"], ["dataset", work / "colleges.csv", folder["dataset"]],
                 ["portal", work / "colleges.csv", folder["portal"], "--title", "临澜省高校学生会改革情况公开",
                  "--address", "https://xuelian.example/gongkai/"]):
        done = subprocess.run([program, "--data", work / "data", *part], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(open(work / "dataset/csv/findings.csv", encoding="utf-8-sig")))
    told = {(row["college"], row["edition"], row["code"]) for row in rows if row["source"] != "collect"}
    must = {it for it in planted if re.fullmatch("[A-Z]+-[0-9]+", it[2])}
    # What is taken away or rewritten afterwards is kept and audited all the same.
    assert must <= told, sorted(must - told)
    besides = sorted({it for it in told - must if it[2] != "PR-03"})
    print(f"audit: {len(must)} planted in texts, all found; besides: {besides}")
    # Of a charter's copy both colleges are told.
    assert all(it[2] == "PR-01" for it in besides), besides


def main():
    sys.stdout.reconfigure(line_buffering=True)
    for name in ("data", "again", "stored", "locked", "locked2", "portal", "dataset"):
        shutil.rmtree(work / name, ignore_errors=True)
    (work / "access.log").unlink(missing_ok=True)
    rows, planted = province()
    must = of_collecting(planted)
    strange()
    nginx()
    _, seconds = collect("data", "2025-12-01")
    compared("first look", must, "data")
    lines = log()
    first, _ = told("first look", lines, seconds)
    killed(rows)
    same("data/kept", "again/kept")
    compared("after being killed", must, "again")
    before = len(log())
    _, seconds = collect("data", "2025-12-02")
    compared("a day later", must, "data")
    sent, unchanged = told("a day later", log(before), seconds)
    assert sent * 4 < first and unchanged > first / 2, (sent, unchanged, first)
    progress(rows)
    # Before anything is changed: what a first look cannot see is not to be found in a store either.
    bucket(rows, must)
    later = subprocess.run([sample, work / "p", "later", str(number)], capture_output=True, text=True)
    assert later.returncode == 0, later.stderr
    changed = {tuple(line.split(",")) for line in (work / "p/planted-later.csv").read_text().splitlines()}
    collect("data", "2025-12-03")
    compared("changed in silence", must | changed, "data")
    shown(planted)


try:
    main()
finally:
    for server in running:
        server.send_signal(signal.SIGTERM)
