"""PartyCloud 签名调用快速上手 · quick start of signed calls. Python 3.8+, 不需要任何包 · no packages.

PARTYCLOUD_HOST=http://127.0.0.1:8080 PARTYCLOUD_APP=应用的id PARTYCLOUD_SECRET=密钥 python3 quick_start.py
"""
import base64
import hashlib
import hmac
import os
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request

HOST = os.environ["PARTYCLOUD_HOST"].rstrip("/")
APP = os.environ["PARTYCLOUD_APP"]
SECRET = os.environ["PARTYCLOUD_SECRET"]


def canonical(query):
    """名与值统一转义，按名排序，同名保持次序 · one way to escape, sorted by name, equal names in their order."""
    pairs = []
    for part in query.split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append(tuple(
                urllib.parse.quote(urllib.parse.unquote_to_bytes(text.replace("+", " ")), safe="-._~") for text in (name, value)))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs, key=lambda pair: pair[0]))


def call(method, target, body=None):
    """发出一次签名调用，返回状态与正文 · makes one signed call; gives status and body."""
    path, _, query = target.partition("?")
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    content = hashlib.sha256(body or b"").hexdigest()
    text = "\n".join([method, path, canonical(query), timestamp, nonce, content])
    signature = hmac.new(SECRET.encode("ascii"), text.encode("utf-8"), hashlib.sha256).digest()
    request = urllib.request.Request(HOST + target, data=body, method=method, headers={
        "X-Pc-App-Id": APP,
        "X-Pc-Algorithm": "HMAC-SHA256",
        "X-Pc-Timestamp": timestamp,
        "X-Pc-Nonce": nonce,
        "X-Pc-Content-SHA256": content,
        "X-Pc-Signature": base64.b64encode(signature).decode("ascii"),
        "Content-Type": "application/json",
    })
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode("utf-8")


if __name__ == "__main__":
    calls = [
        ("GET", "/api/v1/apps/me", None),
        ("GET", "/api/v1/members?q=" + urllib.parse.quote("样例党员") + "&limit=2", None),
        # 缺少必填项，会被拒绝并指出字段 · lacks what must be there, so it is refused and the fields are named.
        ("POST", "/api/v1/members", '{"name":"样例一"}'.encode("utf-8")),
    ]
    for method, target, body in calls:
        status, text = call(method, target, body)
        print(status, method, target, text)
