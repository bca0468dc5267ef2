# SPDX-License-Identifier: Apache-2.0
"""Slow, silent and too many connections, and the end of the server."""

import threading
import time
import unittest

from node import PATIENCE, SMALL_LIMITS, Answer, HostileCase, Node, everything


def drip(connection, data, pause=0.2):
    """Sends byte by byte until the server hangs up. Returns how many went out."""
    sent = 0
    connection.settimeout(pause)
    for byte in data:
        try:
            connection.send(bytes([byte]))
            sent += 1
            if connection.recv(4096) == b"":
                return sent
        except TimeoutError:
            continue
        except OSError:
            return sent
    return sent


class Slow(HostileCase):
    def test_a_head_that_drips_is_cut(self):
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 2000
        with self.node.connect() as connection:
            self.assertLess(drip(connection, head), len(head))

    def test_a_body_that_drips_is_cut_however_steadily(self):
        body = b"language=" + b"a" * 2000
        with self.node.connect() as connection:
            connection.sendall(
                b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode())
            self.assertLess(drip(connection, body), len(body))
        self.assertGreaterEqual(self.refusals("slow"), 1)

    def test_silence_is_cut(self):
        with self.node.connect() as connection:
            self.assertEqual(everything(connection), b"")
        with self.node.connect() as connection:
            connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertEqual(Answer(everything(connection)).status, 200)

    def test_a_reader_that_does_not_read_is_let_go(self):
        before = self.node.open_sockets()
        with self.node.connect() as connection:
            try:
                connection.settimeout(2)
                for _ in range(3000):
                    connection.sendall(b"GET /assets/app.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
            except OSError:
                pass
            deadline = time.monotonic() + 2 * PATIENCE
            while self.node.open_sockets() > before and time.monotonic() < deadline:
                time.sleep(0.5)
            self.assertLessEqual(self.node.open_sockets(), before)


class Many(HostileCase):
    def test_a_flood_of_connections_is_bounded_and_passes(self):
        limit = int(SMALL_LIMITS["DOICANH_LIMITS_CONNECTIONS"])
        quiet = self.node.open_sockets()
        flood = [self.node.connect() for _ in range(150)]
        try:
            time.sleep(1)
            self.assertLessEqual(self.node.open_sockets() - quiet, limit)
        finally:
            for connection in flood:
                connection.close()


class Ending(unittest.TestCase):
    def test_what_was_begun_is_finished_and_idle_connections_are_let_go(self):
        node = Node()
        try:
            with node.connect() as begun, node.connect() as idle:
                body = b"language=en"
                begun.sendall(
                    b"POST /language HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:4])
                idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                self.assertIn(b"200 OK", idle.recv(4096))
                time.sleep(0.5)
                node.process.terminate()
                self.assertEqual(everything(idle), b"")
                begun.sendall(body[4:])
                # Without the token it is refused, but refused by an answer.
                self.assertEqual(Answer(everything(begun)).status, 403)
            self.assertEqual(node.stop(), 0)
        finally:
            node.close()

    def test_under_load_every_answer_that_starts_is_whole(self):
        node = Node()
        broken, whole = [], []

        def ask():
            while True:
                try:
                    answer = node.get("/assets/app.css")
                except OSError:
                    return
                if answer.raw == b"":
                    return
                expected = int(answer.header("content-length") or -1)
                (whole if len(answer.body) == expected else broken).append(answer.status)

        try:
            threads = [threading.Thread(target=ask) for _ in range(8)]
            for thread in threads:
                thread.start()
            while len(whole) < 50:
                time.sleep(0.05)
            self.assertEqual(node.stop(), 0)
            for thread in threads:
                thread.join(PATIENCE)
            self.assertEqual(broken, [])
        finally:
            node.close()


if __name__ == "__main__":
    unittest.main()
