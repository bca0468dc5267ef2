# SPDX-License-Identifier: Apache-2.0
"""A line between two nodes with bad weather: a TCP proxy that delays, cuts, and goes silent."""
import random
import socket
import threading
import time


class Weather:
    """Listens at `port` and passes on to `target`. Of each hundred chunks `cuts` end the connection, on either side."""

    def __init__(self, port, target, cuts, chance):
        self.target, self.cuts, self.chance = target, cuts, chance
        self.is_open, self.connections, self.cut = True, 0, 0
        self.door = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def calm(self):
        self.cuts, self.is_open = 0, True

    def serve(self):
        while True:
            near, _ = self.door.accept()
            if not self.is_open:
                near.close()
                continue
            self.connections += 1
            threading.Thread(target=self.join, args=(near,), daemon=True).start()

    def join(self, near):
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            near.close()
            return
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        try:
            while chunk := one.recv(1 << 16):
                if not self.is_open or self.chance.random() * 100 < self.cuts:
                    self.cut += 1
                    # Half of what was on its way may have arrived.
                    other.sendall(chunk[: len(chunk) // 2])
                    break
                if self.cuts and self.chance.random() < 0.05:
                    time.sleep(self.chance.random() * 0.2)
                other.sendall(chunk)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
