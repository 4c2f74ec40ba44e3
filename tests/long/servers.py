"""Servers that a script starts on loopback. Whoever starts them ends what is in `running`."""

import socket
import subprocess
import time

running = []


def start(work, name, port, *command, **more):
    """Starts a server that logs into a folder, and waits until it listens."""
    log = open(work / f"{name}.log", "w")
    server = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, **more)
    running.append(server)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{name} does not listen: {(work / f'{name}.log').read_text()}")
