# SPDX-License-Identifier: Apache-2.0
"""Malformed, oversized and deceitful requests."""

import json
import re
import unittest

from node import SMALL_LIMITS, Answer, HostileCase


def request(line, *headers, body=b""):
    head = "\r\n".join([line, *headers]) + "\r\n\r\n"
    return head.encode("latin-1") + body


class Malformed(HostileCase):
    def test_addresses_that_lead_out(self):
        for path in ["/../../etc/passwd", "/assets/../../etc/passwd", "/assets/..%2f..%2fetc/passwd",
                     "/assets/%2e%2e%2f%2e%2e%2fetc/passwd", "/assets/..%5c..%5cetc", "//etc/passwd",
                     "/assets/%252e%252e%252fetc/passwd", "/assets/..;/etc/passwd", "/%00", "/a%00.css",
                     "/assets/app.css%00.html", "/%c0%ae%c0%ae/etc/passwd", "/%ff", "/%", "/%g0"]:
            with self.subTest(path=path):
                answer = self.node.get(path)
                self.assertIn(answer.status, (400, 404))
                self.assertNotIn(b"root:", answer.body)

    def test_bytes_that_are_not_text(self):
        for line in [b"GET /\xff\xfe HTTP/1.1", b"GET /\x00 HTTP/1.1", b"G\x00T / HTTP/1.1", b"\x16\x03\x01\x02\x00\x01",
                     b"\x00" * 64, b"GET / HTTP/9.9", b"GET", b"GET /a b HTTP/1.1", b"PRI * HTTP/2.0"]:
            with self.subTest(line=line):
                raw = self.node.send(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                self.assertIn(Answer(raw).status, (0, 400, 404, 405, 505))

    def test_header_bytes_that_are_not_text(self):
        for field in [b"Cookie: session=\xff\xfe", b"Cookie: session=\x01", b"X\x00Y: 1", b"Accept-Language: \xc3",
                      b"Cookie: " + b"a=b; " * 2000, b"Referer: " + b"\xe1\xbb" * 100]:
            with self.subTest(field=field[:20]):
                raw = self.node.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + field + b"\r\n\r\n")
                self.assertIn(Answer(raw).status, (0, 200, 400))

    def test_altered_cookies(self):
        for cookie in ["session=0", "session=' OR 1=1 --", "session=" + "A" * 4000, "csrf=%00", "session=../../x",
                       "=", ";;;", "session", "session=a; session=b"]:
            with self.subTest(cookie=cookie[:30]):
                self.assertEqual(self.node.get("/", Cookie=cookie).status, 200)

    def test_methods_nobody_has(self):
        for method in ["TRACE", "CONNECT", "PUT", "DELETE", "PROPFIND", "x", "get"]:
            with self.subTest(method=method):
                raw = self.node.send(request(f"{method} /health/live HTTP/1.1", "Host: localhost", "Connection: close"))
                self.assertIn(Answer(raw).status, (0, 400, 404, 405))

    def test_a_method_that_is_not_for_this_address_is_told_which_are(self):
        raw = self.node.send(request("POST /health/live HTTP/1.1", "Host: localhost", "Connection: close"))
        self.assertEqual(Answer(raw).status, 405)
        self.assertEqual(Answer(raw).header("allow"), "GET, HEAD")


class Smuggling(HostileCase):
    """Whatever a proxy in front and we could read differently is refused, and the hidden request never answered."""

    HIDDEN = b"GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

    def test_ambiguous_lengths(self):
        for headers in [
            ["Content-Length: 6", "Transfer-Encoding: chunked"], ["Transfer-Encoding: chunked", "Content-Length: 6"],
            ["Content-Length: 6", "Content-Length: 0"], ["Content-Length: 0, 6"], ["Content-Length: +6"],
            ["Content-Length: -1"], ["Content-Length: 0x6"], ["Content-Length: 6 6"], ["Content-Length: "],
            ["Content-Length: 99999999999999999999"], ["Transfer-Encoding: xchunked"], ["Transfer-Encoding: identity"],
            ["Transfer-Encoding: chunked, identity"], ["Transfer-Encoding: chunked", "Transfer-Encoding: x"],
            ["Transfer-Encoding : chunked"], [" Transfer-Encoding: chunked"], ["Transfer-Encoding:\x0bchunked"],
            ["X: y\nTransfer-Encoding: chunked", "Content-Length: 6"],
        ]:
            with self.subTest(headers=headers):
                raw = self.node.send(
                    request("POST /language HTTP/1.1", "Host: localhost",
                            "Content-Type: application/x-www-form-urlencoded", *headers, body=b"0\r\n\r\n" + self.HIDDEN))
                self.assertNotIn(b"operationId", raw)
                self.assertIn(Answer(raw).status, (0, 400, 403, 411, 413, 501))

    def test_chunks_that_lie(self):
        for body in [b"5\r\nab\r\n0\r\n\r\n", b"ffffffffffffffff\r\n", b"-1\r\n", b"1;a=b\x00\r\na\r\n0\r\n\r\n", b"x\r\n",
                     b"2\r\nabXX0\r\n\r\n"]:
            with self.subTest(body=body):
                raw = self.node.send(
                    request("POST /language HTTP/1.1", "Host: localhost", "Connection: close",
                            "Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked",
                            body=body))
                self.assertIn(Answer(raw).status, (0, 400, 403, 408, 413, 422))

    def test_one_host_exactly(self):
        for hosts in [[], ["Host: a", "Host: b"]]:
            with self.subTest(hosts=hosts):
                raw = self.node.send(request("GET / HTTP/1.1", *hosts, "Connection: close"))
                self.assertEqual(Answer(raw).status, 400)

    def test_pipelined_requests_are_answered_in_order(self):
        paths = ["/health/live", "/nothing", "/health/ready", "/assets/app.css"] * 25
        raw = self.node.send(b"".join(
            request(f"GET {path} HTTP/1.1", "Host: localhost", *(["Connection: close"] if last else []))
            for last, path in ((index == len(paths) - 1, path) for index, path in enumerate(paths))))
        statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", raw)]
        self.assertEqual(statuses, [200, 404, 200, 200] * 25)


class Oversized(HostileCase):
    def test_header_floods(self):
        many = [f"X-{number}: 1" for number in range(5000)]
        for headers in [many, ["X: " + "a" * 1_000_000], ["Cookie: " + "a" * 100_000]]:
            raw = self.node.send(request("GET / HTTP/1.1", "Host: localhost", *headers))
            self.assertIn(Answer(raw).status, (0, 400, 431))

    def test_an_endless_address(self):
        for length in (10_000, 10_000_000):
            raw = self.node.send(request(f"GET /{'a' * length} HTTP/1.1", "Host: localhost", "Connection: close"))
            self.assertIn(Answer(raw).status, (0, 400, 414, 431))

    def test_a_body_announced_too_large_is_refused_before_it_is_sent(self):
        raw = self.node.send(request("POST /language HTTP/1.1", "Host: localhost", "Content-Length: 10000000000"))
        self.assertEqual(Answer(raw).status, 413)

    def test_a_body_that_never_ends_is_cut(self):
        chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
        with self.node.connect() as connection:
            sent = 0
            try:
                connection.sendall(request(
                    "POST /language HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked",
                    "Content-Type: application/x-www-form-urlencoded"))
                while sent < 200_000_000:
                    connection.sendall(chunk)
                    sent += len(chunk)
            except OSError:
                pass
        self.assertLess(sent, 200_000_000)

    def test_ten_megabytes_of_nesting(self):
        body = b"[" * 900_000
        for path in ["/api/openapi.json", "/language", "/session"]:
            raw = self.node.send(request(
                f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", "Content-Type: application/json",
                f"Content-Length: {len(body)}", body=body))
            self.assertIn(Answer(raw).status, (0, 405, 413, 415))
        whole = request("POST /api/openapi.json HTTP/1.1", "Host: localhost", "Content-Type: application/json",
                        "Content-Length: 10485760", body=b"[" * 10_485_760)
        self.assertIn(Answer(self.node.send(whole)).status, (0, 413))

    def test_half_a_form_is_not_taken_for_a_whole(self):
        with self.node.connect() as connection:
            connection.sendall(request(
                "POST /language HTTP/1.1", "Host: localhost", "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 1000", body=b"language=en"))
            connection.shutdown(1)
            raw = b""
            try:
                while part := connection.recv(65536):
                    raw += part
            except OSError:
                pass
        self.assertNotIn(b" 303 ", raw)
        self.assertIn(Answer(raw).status, (0, 400, 422))


class Nesting(HostileCase):
    """With a limit that lets ten megabytes in, so that what reads them meets them."""

    settings = SMALL_LIMITS | {"DOICANH_LIMITS_BODY_MEGABYTES": "32", "DOICANH_LIMITS_REQUEST_SECONDS": "60"}

    def test_ten_megabytes_of_json_nesting(self):
        for body in [b"[" * 10_485_760, b'{"a":' * 2_000_000, b"[" * 5_000_000 + b"]" * 5_000_000]:
            for path in ["/session", "/language", "/api/units"]:
                raw = self.node.send(request(
                    f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", "Content-Type: application/json",
                    f"Content-Length: {len(body)}", body=body))
                self.assertIn(Answer(raw).status, (400, 403, 405, 413, 415))

    def test_ten_megabytes_of_form_fields(self):
        for body in [b"a=&" * 3_000_000, b"=" * 10_000_000, b"%" * 10_000_000, b"%61" * 3_000_000]:
            raw = self.node.send(request(
                "POST /language HTTP/1.1", "Host: localhost", "Connection: close",
                "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", body=body))
            self.assertIn(Answer(raw).status, (400, 403, 413, 422))


class Answers(HostileCase):
    def test_compressed_when_asked_and_whole_otherwise(self):
        plain = self.node.get("/assets/app.css")
        packed = self.node.get("/assets/app.css", Accept_Encoding="gzip, deflate, br")
        self.assertNotIn("content-encoding", plain.headers)
        self.assertEqual(int(plain.header("content-length")), len(plain.body))
        self.assertEqual(packed.header("content-encoding"), "gzip")
        self.assertIn("Accept-Encoding", packed.header("vary"))
        self.assertLess(len(packed.body), len(plain.body))

    def test_head_tells_the_length_and_sends_nothing(self):
        plain = self.node.get("/assets/app.css")
        raw = self.node.send(request(
            "HEAD /assets/app.css HTTP/1.1", "Host: localhost", "Connection: close", "Accept-Encoding: gzip"))
        self.assertEqual(Answer(raw).header("content-length"), plain.header("content-length"))
        self.assertEqual(Answer(raw).body, b"")

    def test_the_log_holds_no_personal_data(self):
        self.node.get("/037090000001?name=Minh", Cookie="session=tell-nobody", Referer="http://a/037090000001")
        log = "\n".join(line for line in self.node.lines() if "listening on" not in line)
        for secret in ["037090000001", "Minh", "tell-nobody", "127.0.0.1", "User-Agent"]:
            self.assertNotIn(secret, log)
        requests = [json.loads(line) for line in self.node.lines() if '"request"' in line]
        self.assertTrue(all(entry.get("request") for entry in requests))

    def test_metrics_are_for_collectors_only(self):
        self.node.get("/health/live")
        own = self.node.get("/metrics")
        self.assertEqual(own.status, 200)
        self.assertRegex(own.body.decode(), r'http_requests_total\{method="GET",route="/health/live",status="200"\} \d+')
        self.assertIn("process_resident_memory_bytes", own.body.decode())
        self.assertEqual(self.node.get("/metrics", X_Forwarded_For="203.0.113.9").status, 404)

    def test_http_1_0_is_answered_and_closed(self):
        raw = self.node.send(b"GET /health/live HTTP/1.0\r\n\r\n")
        self.assertEqual(Answer(raw).status, 200)


if __name__ == "__main__":
    unittest.main()
