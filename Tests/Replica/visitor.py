# SPDX-License-Identifier: Apache-2.0
"""A browser just clever enough to sign in and to send a scene report."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Visitor:
    def __init__(self, url):
        self.url = url
        self.opener = urllib.request.build_opener(
            _Stay, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.token = ""
        self.agency = ""

    def send(self, path, fields=None):
        """Status, location and text; throws OSError when nobody answers."""
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            answer = self.opener.open(self.url + path, body, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            text = answer.read().decode(errors="replace")
            if found := re.search(r'name="_csrf" value="([^"]*)"', text):
                self.token = found[1]
            return answer.status, answer.headers.get("Location"), text

    def get(self, path):
        return self.send(path)[2]

    def status(self, path):
        try:
            return self.send(path)[0]
        except OSError:
            return 0

    def sign_in(self, username, password):
        self.get("/session")
        status, _, text = self.send("/session", {"username": username, "password": password, "_csrf": self.token})
        if status != 303:
            raise SystemExit(f"sign-in answered {status}: {text[:500]}")
        self.agency = re.search(r'name="agency"[^>]*value="([^"]+)"', self.get("/scene-reports/new"))[1]

    def report(self, number):
        """The path of the report, or None when it was not acknowledged."""
        fields = {"agency": self.agency, "location": f"Thôn {number}", "text": "Ổ gà", "_csrf": self.token}
        status, location, _ = self.send("/scene-reports", fields)
        return location.split("?")[0] if status == 303 else None
